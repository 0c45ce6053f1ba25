import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { sitePage } from '../../../../.ci/site-page.ts';
import { OPEN, linkView } from '../element/samples.ts';
import { codeUnder } from './documents.ts';
import { type SitePage, launch, visit } from './merchant-site.ts';

const document = sitePage('develop/headless');
const [markup] = codeUnder(document, 'In plain HTML', 'html');
const [script] = codeUnder(document, 'In plain HTML', 'js');
const IMPORTS = { imports: { '@mytpe-pay/button/controller': '/npm/controller.js' } };
const PAID = linkView({ amount: '1500.00', paid: true, payable: false, receipt: 'a.b.c' });

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

async function shop(site: Omit<SitePage, 'markup' | 'script'>): Promise<{ page: Page; consoleErrors: string[] }> {
  const { page, consoleErrors, close } = await visit(browser, {
    ...site,
    script: `<script type="importmap">${JSON.stringify(IMPORTS)}</script>`,
    markup: `${markup!}<script type="module">${script!}</script>`,
  });
  onTestFinished(close);
  return { page, consoleErrors };
}

/** The page's text, with plain spaces. */
const says = async (page: Page, id: string): Promise<string> =>
  (await page.locator(`#${id}`).innerText()).replaceAll(/\s+/gu, ' ');

describe('the example of your own UI in plain HTML', () => {
  it('asks for an amount, shows its problem, pays and confirms', async () => {
    const { page, consoleErrors } = await shop({ offer: { amount: OPEN }, made: PAID });
    await page.locator('#amount').fill('120');
    await page.locator('#pay').click();
    await expect.poll(() => says(page, 'problem')).toBe('The minimum is 200 DA.');
    await page.locator('#amount').fill('1,500');
    await expect.poll(() => says(page, 'pay')).toBe('Pay 1,500 DA');
    await page.locator('#amount').press('Enter');
    await expect.poll(() => says(page, 'status')).toBe('Thank you! We received 1,500 DA.');
    expect(consoleErrors).toEqual([]);
  });

  it('opens a tab, and shows the link for a payer who closed the tab', async () => {
    const { page } = await shop({});
    await expect.poll(() => says(page, 'pay')).toBe('Pay 4,500 DA');
    expect(await page.locator('label').isVisible()).toBe(false);
    const [tab] = await Promise.all([page.waitForEvent('popup'), page.locator('#pay').click()]);
    await tab.waitForURL(linkView().url);
    expect(await page.locator('#link').getAttribute('href')).toBe(linkView().url);
    expect(await says(page, 'status')).toBe('Finish paying in the other tab.');
  });

  it('shows a failure, and allows another click', async () => {
    const body = { code: 'upstream_unavailable', retryable: true, detail: 'Please try again.' };
    const { page } = await shop({ made: { status: 503, body } });
    await page.locator('#pay').click();
    await expect.poll(() => says(page, 'problem')).toBe('Please try again.');
    expect(await page.locator('#pay').isEnabled()).toBe(true);
  });
});
