import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type DemoSystem, button, eventually, startDemo } from './demo-system.ts';

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

/** The focused element, also inside another element: a part's name, an id, the kind of field or the test's own name. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const outside = document.activeElement!;
    const one = outside.shadowRoot?.activeElement ?? outside;
    const host = outside.shadowRoot ? `${outside.parentElement!.id} ` : '';
    return host + (one.id || one.getAttribute('part') || one.getAttribute('data-testid') || one.getAttribute('type'));
  });
}

/** Presses a key until the element has the focus. */
async function tabTo(page: Page, what: string): Promise<void> {
  const visited: string[] = [];
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    visited.push(await focused(page));
    if (visited.at(-1) === what) return;
  }
  throw new Error(`the keyboard does not reach ${what}: ${visited.join(', ')}`);
}

/** Expects a visible focus ring. */
async function expectRing(page: Page): Promise<void> {
  const outline = await page.evaluate(() => {
    const one = document.activeElement!.shadowRoot!.activeElement!;
    const framed = one.closest('.field, .row label') ?? one;
    const { outlineStyle, outlineWidth } = getComputedStyle(framed);
    return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
  });
  expect(outline).toBeGreaterThanOrEqual(2);
}

describe.each([
  ['fr', 'ltr', '2 350 DA'],
  ['ar', 'rtl', '2.350 د.ج'],
])('keyboard only (%s)', (lang, direction, label) => {
  it('choose an amount, pay in the other tab, and save the receipt', async () => {
    const { page, context, done } = await demo.visit(`/?lang=${lang}`);
    const { pay, host, state } = button(page, 'donation');
    await pay.waitFor();
    await page.waitForLoadState('networkidle');
    expect(await host.locator('[part=base]').getAttribute('dir')).toBe(direction);

    await tabTo(page, 'donation radio');
    await expectRing(page);
    await page.keyboard.press('ArrowDown');
    await eventually(async () => (await host.getAttribute('amount')) === '2000.00', 'the next suggestion is taken');
    await tabTo(page, 'donation amount');
    await expectRing(page);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(lang === 'ar' ? '٢٣٤٩' : '2349');
    await page.keyboard.press('Enter');
    await eventually(() => host.locator('[part=nearest]').isVisible(), 'the reason and the nearest amount are there');
    expect(await focused(page)).toBe('donation amount');
    await tabTo(page, 'donation nearest');
    await expectRing(page);
    await page.keyboard.press('Enter');
    await eventually(async () => (await pay.innerText()).replaceAll(/\s/g, ' ').includes(label), 'the amount applies');
    await tabTo(page, 'donation pay');
    await expectRing(page);

    const [hosted] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Enter')]);
    await hosted.waitForURL(/\/pay\//);
    expect(await hosted.locator('[data-testid=amount]').getAttribute('data-amount')).toBe('2350.00');
    await hosted.bringToFront();
    await tabTo(hosted, 'pay');
    await hosted.keyboard.press('Enter');
    await hosted.locator('[data-testid=result][data-result=paid]').waitFor();
    await hosted.close();

    await eventually(async () => (await state()) === 'paid', 'the first tab says paid');
    await tabTo(page, 'donation receipt');
    await expectRing(page);
    const [receipt] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(receipt.suggestedFilename()).toMatch(/\.txt$/);
    await tabTo(page, 'donation again');
    await page.keyboard.press('Enter');
    await eventually(async () => (await state()) === 'ready', 'it begins anew');
    await done();
  });

  it('share a link: show and save its code, copy its address', async () => {
    const { page, done } = await demo.visit(`/?lang=${lang}`, { permissions: ['clipboard-read', 'clipboard-write'] });
    const { pay, host } = button(page, 'pay-us');
    await pay.waitFor();
    await page.waitForLoadState('networkidle');
    await tabTo(page, 'pay-us share');
    await expectRing(page);
    await page.keyboard.press('Enter');
    await host.locator('[part=qr] path[d^=M]').waitFor();
    await tabTo(page, 'pay-us svg');
    await expectRing(page);
    const [drawing] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(drawing.suggestedFilename()).toBe('pay-us.svg');
    await tabTo(page, 'pay-us copy');
    await page.keyboard.press('Space');
    await eventually(
      async () => (await page.evaluate(() => navigator.clipboard.readText())) === (await pay.getAttribute('href')),
      'the address is copied',
    );
    await done();
  });
});
