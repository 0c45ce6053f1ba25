import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import { type DemoSystem, button, eventually, startDemo } from './demo-system.ts';

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
}, 60_000);
afterAll(() => demo.close());

async function press(context: BrowserContext, pay: Locator): Promise<Page> {
  const [hosted] = await Promise.all([context.waitForEvent('page'), pay.click()]);
  await hosted.waitForURL(/\/pay\//);
  return hosted;
}

const charged = (hosted: Page) => hosted.locator('[data-testid=amount]').getAttribute('data-amount');

describe('in the shop', () => {
  it('a fixed price is paid in a new tab, and the first tab detects the payment', async () => {
    const { page, context, done } = await demo.visit();
    const { pay, state, host } = button(page, 'tshirt');
    const hosted = await press(context, pay);
    expect(await charged(hosted)).toBe('4500.00');
    expect(await state()).toBe('opened');
    await page.evaluate(() => ((window as unknown as { kept: boolean }).kept = true));
    await hosted.locator('[data-testid=pay]').click();
    await hosted.locator('[data-testid=result][data-result=paid]').waitFor();
    await eventually(async () => (await state()) === 'paid', 'the first tab says paid');
    expect(await host.locator('[part=paid]').innerText()).toContain('Paiement reçu');
    expect(await page.evaluate(() => (window as unknown as { kept: boolean }).kept)).toBe(true);
    await done();
  }, 40_000);

  it('a chosen amount is charged exactly', async () => {
    const { page, context, done } = await demo.visit();
    const { pay, amount, state } = button(page, 'donation');
    await amount.fill('٢٬٣٥٠');
    await eventually(
      async () => (await pay.innerText()).replace(/\s/g, ' ') === 'Payer 2 350 DA',
      'the button says the amount',
    );
    const hosted = await press(context, pay);
    expect(await charged(hosted)).toBe('2350.00');
    await hosted.locator('[data-testid=pay]').click();
    await eventually(async () => (await state()) === 'paid', 'the first tab says paid');
    await done();
  }, 40_000);

  it('centimes are charged too', async () => {
    demo.changeOffers('max_amount: 200000\n', 'max_amount: 200000\n    amount_step: 0.05\n');
    await eventually(
      async () => (await (await fetch(`${demo.backend}/v1/offers/invoice`)).text()).includes('"step":"0.05"'),
      'the new step applies',
    );
    const { page, context, done } = await demo.visit();
    const { pay, amount } = button(page, 'invoice');
    await amount.fill('1.234,55');
    const hosted = await press(context, pay);
    expect(await charged(hosted)).toBe('1234.55');
    await done();
  }, 40_000);

  it.each([
    ['below the minimum', '150', /minimum est de 200/],
    ['above the maximum', '50 050', /maximum est de 50 000/],
    ['between the steps', '1 520', /multiple de 50/],
    ['empty', '', /Indiquez le montant/],
    ['nonsense', 'mille', /Écrivez un montant/],
  ])('an amount %s is refused next to the field, without a link', async (_, typed, reason) => {
    const before = await demo.creates();
    const { page, context, done } = await demo.visit();
    const { pay, amount, problem, state } = button(page, 'donation');
    await amount.fill(typed);
    await pay.click();
    await eventually(async () => reason.test((await problem.innerText()).replace(/\s/g, ' ')), 'the reason is shown');
    expect(await amount.evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input)).toBe(true);
    expect(await amount.getAttribute('aria-invalid')).toBe('true');
    expect([await state(), context.pages().length]).toEqual(['ready', 1]);
    expect(await demo.creates()).toBe(before);
    await done();
  });

  it('the nearest amount takes one click', async () => {
    const { page, done } = await demo.visit();
    const { pay, amount, problem } = button(page, 'donation');
    await amount.fill('120');
    await pay.click();
    await problem.locator('button').click();
    await eventually(async () => (await amount.inputValue()) === '200', 'the nearest amount is entered');
    await done();
  });

  it('a reload keeps the same unpaid link', async () => {
    const { page, context, done } = await demo.visit();
    const first = await press(context, button(page, 'tshirt').pay);
    const url = first.url();
    await page.reload();
    const { host, state } = button(page, 'tshirt');
    await eventually(async () => (await state()) === 'opened', 'the link is remembered');
    expect(new URL(url).pathname).toBe(new URL((await host.locator('[part=pay]').getAttribute('href'))!).pathname);
    await done();
  });

  it('two fast clicks create one link', async () => {
    const before = await demo.creates();
    const { page, done } = await demo.visit();
    const { pay, state } = button(page, 'tshirt');
    await pay.dblclick();
    await eventually(async () => (await state()) === 'opened', 'the payer was sent');
    expect((await demo.creates()) - before).toBe(1);
    await done();
  });

  it('a blocked pop-up still offers the link', async () => {
    const { page, context, done } = await demo.visit();
    await page.evaluate(() => (window.open = () => null));
    const { pay, host, state } = button(page, 'tshirt');
    await pay.click();
    await eventually(async () => (await state()) === 'blocked', 'the element knows');
    expect(await host.locator('[part=opened]').innerText()).toContain('n’a pas ouvert');
    const hosted = await press(context, host.locator('a[part=pay]'));
    expect(await charged(hosted)).toBe('4500.00');
    await done();
  });

  it('a shared offer is a real link, and the element does not claim to detect the payment', async () => {
    const { page, context, done } = await demo.visit();
    const { host, pay } = button(page, 'pay-us');
    expect(await pay.getAttribute('rel')).toBe('noopener');
    const hosted = await press(context, pay);
    expect(await charged(hosted)).toBe('150.00');
    expect(await host.locator('[part=opened]').innerText()).toContain('chez MyTPE');
    await done();
  });

  it('is right to left in Arabic, with an unbroken amount', async () => {
    const viewport = { width: 320, height: 700 };
    const { page, done } = await demo.visit('/?lang=ar', { viewport, font: WIDEST_FONT });
    const { host, pay } = button(page, 'tshirt');
    await pay.waitFor();
    expect(await host.locator('[part=base]').getAttribute('dir')).toBe('rtl');
    const amount = host.locator('.price bdi');
    expect((await amount.innerText()).replace(/\s/g, ' ')).toBe('4.500 د.ج');
    // Number and currency are two runs of text on one line.
    expect(await amount.evaluate((element) => new Set([...element.getClientRects()].map(({ top }) => top)).size)).toBe(
      1,
    );
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await done();
  });
});

it('without JavaScript the form reaches the hosted page', async () => {
  const { page, done } = await demo.visit('/', { javaScriptEnabled: false });
  await page.locator('#tshirt a.fallback').click();
  await page.waitForURL(/\/pay\/tshirt/);
  await page.locator('button').click();
  await page.waitForURL(`${demo.sandbox}/pay/**`);
  expect(await charged(page)).toBe('4500.00');
  await page.goto(`${demo.backend}/pay/donation?amount=1500.00`);
  await page.locator('button').click();
  await page.waitForURL(`${demo.sandbox}/pay/**`);
  expect(await charged(page)).toBe('1500.00');
  await done();
});
