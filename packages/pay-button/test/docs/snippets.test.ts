import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { codeUnder, documentText } from './documents.ts';
import { SIGNED_OFFER, launch, visit } from './merchant-site.ts';

const sharing = documentText('sharing');
const frameworks = documentText('frameworks');
const module = (code: string): string => `<script type="module">${code}</script>`;

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe('the examples of sharing', () => {
  it('offer the named ways, with a button of the page', async () => {
    const own = 'Add your own share button';
    const [tag] = codeUnder(sharing, 'Choose the ways to share', 'html');
    const [button] = codeUnder(sharing, own, 'html');
    const [script] = codeUnder(sharing, own, 'js');
    const { page, consoleErrors, close } = await visit(browser, { markup: tag! + button! + module(script!) });
    await page.locator('[part=pay]').waitFor();
    await page.locator('#pass-it-on').click();
    await page.locator('[part=qr] path[d^=M]').waitFor();
    for (const way of ['copy', 'qr', 'whatsapp']) expect(await page.locator(`[part=${way}]`).count()).toBe(1);
    for (const way of ['native', 'email']) expect(await page.locator(`[part=${way}]`).count()).toBe(0);
    expect(consoleErrors).toEqual([]);
    await close();
  });
});

describe('the examples of frameworks', () => {
  it('fetch a signed offer for a cart, and report the paid order', async () => {
    const [script] = codeUnder(frameworks, 'Sell a cart', 'js');
    const { page, close } = await visit(browser, {
      markup: `<mytpe-pay-button lang="en"></mytpe-pay-button>${module(script!)}`,
    });
    await page.locator('[part=pay]').waitFor();
    const posted = page.waitForRequest((request) => request.url().includes('/v1/links'));
    await page.locator('[part=pay]').click();
    const order = (await posted).postDataJSON() as Record<string, string>;
    expect(order).toMatchObject({ reference: 'order-1042', offer_token: SIGNED_OFFER });
    await close();
  });
});
