import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { matrix, sample } from '../../../.ci/sample.ts';
import { LANGUAGES, builtPages, localized, startBrowser } from './pages.ts';
import { serveSite } from './serve-site.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** One page of each kind: home, prose, live example, table, diagram, generated. */
const KINDS = [
  '/',
  '/shop/wordpress/',
  '/develop/theming/',
  '/reference/settings/',
  '/explain/',
  '/reference/tokens/',
  '/reference/cli/',
];
/** Exists in English only. */
const OPERATION = '/reference/backend-api/operations/createlink/';
/** The generator of these pages goes from h3 to h5. This is not a requirement of WCAG. */
const SKIPS_HEADINGS = ['heading-order'];
const NARROW = { width: 320, height: 640 };

let site: Awaited<ReturnType<typeof serveSite>>;
let browser: Browser;
beforeAll(async () => {
  [site, browser] = await Promise.all([serveSite(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  site.close();
});

/** The violations of WCAG 2.2 A and AA, and of axe's best practices, each with its rule and element. */
async function violations(page: Page, exceptions: readonly string[]): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (exceptions) => {
    const { axe } = window as unknown as {
      axe: {
        run(
          options: object,
        ): Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({
      rules: Object.fromEntries(exceptions.map((id) => [id, { enabled: false }])),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
    );
  }, exceptions);
}

async function open(path: string, colorScheme: 'light' | 'dark'): Promise<Page> {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(site.origin + path);
  return page;
}

const ALL = matrix(LANGUAGES, ['light', 'dark'] as const, KINDS);

describe.each([...ALL, ['en', 'light', OPERATION] as const])('%s, %s, %s', (language, theme, path) => {
  it('has no accessibility violations', async () => {
    const page = await open(localized(language, path), theme);
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
    expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
    expect(await violations(page, path === OPERATION ? SKIPS_HEADINGS : [])).toEqual([]);
  });
});

it('no page is wider than a phone of 320 pixels', async () => {
  const context = await browser.newContext({ viewport: NARROW, javaScriptEnabled: true });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const all = builtPages().filter((path) => !path.startsWith('/playground/'));
  const some = all.filter((path) =>
    /^\/(?:ar\/shop\/|shop\/|develop\/|operate\/|explain\/|reference\/[a-z]+\/$)/.test(path),
  );
  const wide: string[] = [];
  for (const path of sample(all, some)) {
    await page.goto(site.origin + path, { waitUntil: 'domcontentloaded' });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > NARROW.width) wide.push(`${path}: ${width} px`);
  }
  expect(wide).toEqual([]);
});
