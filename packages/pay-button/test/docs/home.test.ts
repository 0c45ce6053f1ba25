import { readFileSync } from 'node:fs';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { launch, visit } from './merchant-site.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** Returns the two lines on a home page of the documentation. */
function twoLines(folder: string): string {
  const page = new URL(`../../../../apps/docs/src/content/docs/${folder}index.mdx`, import.meta.url);
  return /^```html\n(.*?)^```/ms.exec(readFileSync(page, 'utf8'))![1]!;
}

it.each(['', 'fr/', 'ar/'])('the two lines of the home page %sindex.mdx show the button', async (folder) => {
  const markup = twoLines(folder);
  expect(markup.trimEnd().split('\n')).toHaveLength(2);
  const { page, consoleErrors, requested, close } = await visit(browser, { script: '', markup });
  await page.locator('[part=pay]').waitFor();
  expect(requested).toContain('/v1/offers/donation');
  expect(consoleErrors).toEqual([]);
  await close();
  const plain = await visit(browser, { script: '', markup, options: { javaScriptEnabled: false } });
  expect(await plain.page.getByRole('link').getAttribute('href')).toBe('https://pay.shop.example/pay/donation');
  await plain.close();
});
