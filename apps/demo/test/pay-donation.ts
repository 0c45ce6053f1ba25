import type { BrowserContext, Page } from 'playwright-core';

import { eventually } from './demo-system.ts';

/** Chooses 1500 dinars on an example's page, pays on the hosted page, and waits for the example's confirmation. */
export async function payDonation(page: Page, context: BrowserContext): Promise<void> {
  const button = page.locator('mytpe-pay-button');
  await button.locator('#amount').fill('1 500');
  const pay = button.locator('[part=pay]');
  await eventually(async () => /1,500/.test(await pay.innerText()), 'the button names the amount');
  const [hosted] = await Promise.all([context.waitForEvent('page'), pay.click()]);
  await hosted.waitForURL(/\/pay\//);
  const amount = await hosted.locator('[data-testid=amount]').getAttribute('data-amount');
  if (amount !== '1500.00') throw new Error(`the hosted page charges ${amount}`);
  await hosted.locator('[data-testid=pay]').click();
  await eventually(
    async () => (await page.locator('p[role=status]').innerText()) === 'Thank you for 1500.00 dinars!',
    'the page says thank you',
  );
}

/** Collects a page's uncaught errors, and the warnings and errors on its console. */
export function reports(page: Page): string[] {
  const reported: string[] = [];
  page.on('console', (message) => {
    // Development builds contain Lit's development build.
    const expected = message.text().startsWith('Lit is in dev mode.');
    if (['error', 'warning'].includes(message.type()) && !expected) reported.push(message.text());
  });
  page.on('pageerror', (error) => void reported.push(String(error)));
  return reported;
}
