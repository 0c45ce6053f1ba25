import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { WIDEST_FONT } from '../../../../.ci/test-fonts.ts';
import type { OfferView } from '../../src/api/types.ts';
import { OPEN } from '../element/samples.ts';
import { launch, visit } from './merchant-site.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

async function shown(lang: string, offer: Partial<OfferView> = {}, width = 500, style = '') {
  const markup = `<style>body { margin: 0 }${style}</style><mytpe-pay-button offer="course" lang="${lang}" terms-url="/terms" terms-required></mytpe-pay-button>`;
  const options = { viewport: { width, height: 900 } };
  const { page, close } = await visit(browser, { markup, offer, options, font: WIDEST_FONT });
  await page.locator('[part=terms]').waitFor();
  return { page, close };
}

/** The focused element, by the field's id or the part's name. */
function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement;
    return inside?.id || (inside?.getAttribute('part') ?? inside?.localName);
  });
}

describe('the accessibility statement', () => {
  it('a keyboard reaches every step', async () => {
    const { page, close } = await shown('en', { amount: OPEN });
    const visited: (string | undefined)[] = [];
    const goTo = async (name: string): Promise<void> => {
      for (let steps = 0; steps < 12; steps += 1) {
        await page.keyboard.press('Tab');
        visited.push(await focused(page));
        if (visited.at(-1) === name) return;
      }
      throw new Error(`the keyboard does not reach ${name}: ${visited.join(', ')}`);
    };
    await goTo('amount');
    await page.keyboard.type('1450');
    await page.keyboard.press('ArrowUp');
    await goTo('terms');
    await page.keyboard.press('Space');
    await goTo('pay');
    const posted = page.waitForRequest((request) => request.method() === 'POST');
    await page.keyboard.press('Enter');
    expect((await posted).postDataJSON()).toMatchObject({ amount: '1500.00' });
    await page.locator('[part=opened]').waitFor();
    await close();
  });

  it.each(['ar', 'fr', 'en'])('the element fits narrow pages (%s)', async (lang) => {
    for (const amount of [OPEN, undefined]) {
      const { page, close } = await shown(lang, { ...(amount && { amount }) }, 320);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      await page.locator('[part=terms] input').check();
      await page.locator('[part=share]').scrollIntoViewIfNeeded();
      await close();
    }
  });

  it('controls are at least 44 px high', async () => {
    const { page, close } = await shown('en', { amount: OPEN });
    const pressed = page.locator('mytpe-pay-button').locator('button, [part=suggestions] label, #amount, label.terms');
    const heights = await pressed.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(5);
    expect(heights.filter((height) => height < 44)).toEqual([]);
    await close();
  });
});
