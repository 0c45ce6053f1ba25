import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { codeBlocks, namedBlock, sectionOf, sitePage } from '../../../../.ci/site-page.ts';
import { linkView } from '../element/samples.ts';
import { SIGNED_OFFER, launch, visit } from './merchant-site.ts';

const RECEIPT = 'eyJh.eyJi.c2ln';
const PAID = linkView({ paid: true, payable: false, status: 'exhausted', receipt: RECEIPT });
const ATTRIBUTE = `<mytpe-pay-button offer-token="${SIGNED_OFFER}" lang="en"></mytpe-pay-button>`;
const offers = sitePage('develop/signed-offers');
const place = codeBlocks(sectionOf(offers, '## Put the token on the page'));
const module = (code: string): string => `<script type="module">${code}</script>`;
const code = (text: string): string => text.replaceAll('eyJ…', SIGNED_OFFER);

/** The page that `checkout.php` sends. */
const checkout = namedBlock(offers, 'title="checkout.php"')
  .split('?>\n')
  .slice(1)
  .join('?>\n')
  .replaceAll('<?= BACKEND ?>', 'https://pay.shop.example')
  .replaceAll('<?= $token ?>', SIGNED_OFFER);

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** Clicks the button. @returns the next form or script request to this address. */
async function requestAfterClick(page: Page, address: string) {
  const sent = page.waitForRequest((request) => request.url().startsWith(address) && request.method() === 'POST');
  await page.locator('[part=pay]').click();
  return sent;
}

describe('the samples that put a token on the page', () => {
  it('pay the order of the attribute, without another script', async () => {
    const { page, consoleErrors, close } = await visit(browser, { markup: code(place[0]!.code), script: '' });
    const request = await requestAfterClick(page, 'https://pay.shop.example/v1/links');
    expect(request.postDataJSON()).toMatchObject({ offer_token: SIGNED_OFFER });
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('fetch the token with a function', async () => {
    const [script] = place.filter(({ language }) => language === 'js');
    const markup = `<mytpe-pay-button></mytpe-pay-button>${module(script!.code)}`;
    const { page, close } = await visit(browser, { markup });
    const request = await requestAfterClick(page, 'https://pay.shop.example/v1/links');
    expect(request.postDataJSON()).toMatchObject({ offer_token: SIGNED_OFFER });
    await close();
  });

  it.each([
    ['the sample', () => code(place.at(-1)!.code)],
    ['checkout.php', () => checkout],
  ])('pay with the form of %s where JavaScript is disabled', async (_name, markup) => {
    const options = { javaScriptEnabled: false };
    const { page, close } = await visit(browser, { markup: markup(), script: '', options });
    const sent = page.waitForRequest('https://pay.shop.example/pay/cart');
    await page.locator('mytpe-pay-button button').click();
    expect((await sent).postData()).toBe(`offer_token=${SIGNED_OFFER}`);
    await close();
  });
});

describe('the receipt', () => {
  it('of checkout.php is sent to paid.php', async () => {
    const { page, close } = await visit(browser, { markup: checkout, script: '', made: PAID });
    const request = await requestAfterClick(page, 'https://shop.example/paid.php');
    expect(request.postData()).toBe(`receipt=${RECEIPT}`);
    await close();
  });

  it('of the sample is sent to the server, which decides about the confirmation', async () => {
    const [script] = codeBlocks(sectionOf(sitePage('develop/receipts'), '## Send the receipt to your server'));
    const { page, close } = await visit(browser, { markup: `${ATTRIBUTE}${module(script!.code)}`, made: PAID });
    const request = await requestAfterClick(page, 'https://shop.example/paid');
    expect(request.postData()).toBe(`receipt=${RECEIPT}`);
    await page.waitForURL('https://shop.example/thank-you');
    await close();
  });
});
