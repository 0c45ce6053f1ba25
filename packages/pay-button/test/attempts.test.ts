import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { launch, visit } from './docs/merchant-site.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

const BUTTON = '<mytpe-pay-button offer="course" endpoint="https://pay.shop.example"></mytpe-pay-button>';

it('sends the same key from two buttons of one order in one tab, and another key from another tab', async () => {
  const { page, close } = await visit(browser, { markup: BUTTON + BUTTON });
  const keys: (string | undefined)[] = [];
  page.context().on('request', (request) => {
    if (request.method() === 'POST') keys.push(request.headers()['idempotency-key']);
  });
  const pressBoth = async (tab: Page): Promise<void> => {
    await tab.locator('[part=share]').nth(1).waitFor();
    await tab.evaluate(() =>
      Promise.all(
        [...document.querySelectorAll<HTMLElement & { pay(): Promise<void> }>('mytpe-pay-button')].map((button) =>
          button.pay(),
        ),
      ),
    );
  };
  await pressBoth(page);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await pressBoth(other);
  const [first, second, third, fourth] = keys;
  expect([keys.length, second, fourth]).toEqual([4, first, third]);
  expect(third).not.toBe(first);
  await close();
});
