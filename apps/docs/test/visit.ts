import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

import { startBrowser } from './pages.ts';
import { serveSite } from './serve-site.ts';

/** Opens a page of the built site in a context of its own, which closes with the test. */
export type Visit = (path: string, options?: BrowserContextOptions) => Promise<Page>;

/** Serves the built site and starts a browser for the tests of a file. */
export function siteVisits(): Visit {
  let site: Awaited<ReturnType<typeof serveSite>>;
  let browser: Browser;
  beforeAll(async () => {
    [site, browser] = await Promise.all([serveSite(), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    site.close();
  });
  return async (path, options = {}) => {
    const context = await browser.newContext({ ...options, baseURL: site.origin });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(path);
    return page;
  };
}
