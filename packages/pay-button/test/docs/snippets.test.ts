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

describe('the code of sharing', () => {
  it('offers the ways that are named, by a button of the page', async () => {
    const own = 'A button of your own';
    const [tag] = codeUnder(sharing, 'Which ways', 'html');
    const [button] = codeUnder(sharing, own, 'html');
    const [script] = codeUnder(sharing, own, 'js');
    const { page, complaints, close } = await visit(browser, { markup: tag! + button! + module(script!) });
    await page.locator('[part=pay]').waitFor();
    await page.locator('#pass-it-on').click();
    await page.locator('[part=qr] path[d^=M]').waitFor();
    for (const way of ['copy', 'qr', 'whatsapp']) expect(await page.locator(`[part=${way}]`).count()).toBe(1);
    for (const way of ['native', 'email']) expect(await page.locator(`[part=${way}]`).count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('the code of frameworks', () => {
  it('a cart: the signed offer is fetched, and the order is told', async () => {
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
