import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { OfferView } from '../../src/views.ts';
import { OPEN } from '../element/samples.ts';
import { codeUnder, documentText } from './documents.ts';
import { launch, visit } from './merchant-site.ts';

const statement = documentText('accessibility');
const words = statement.replaceAll(/\s+/g, ' ');

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

async function shown(lang: string, offer: Partial<OfferView> = {}, width = 500, style = '') {
  const markup = `<style>body { margin: 0 }${style}</style><mytpe-pay-button offer="course" lang="${lang}" terms-url="/terms" terms-required></mytpe-pay-button>`;
  const { page, close } = await visit(browser, { markup, offer, options: { viewport: { width, height: 900 } } });
  await page.locator('[part=terms]').waitFor();
  return { page, close };
}

/** Where the keyboard is, by the field's id or the part's name. */
function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement;
    return inside?.id || (inside?.getAttribute('part') ?? inside?.localName);
  });
}

describe('what the statement says', () => {
  it('the whole way can be gone by keyboard', async () => {
    const { page, close } = await shown('en', { amount: OPEN });
    const visited: (string | undefined)[] = [];
    const goTo = async (name: string): Promise<void> => {
      for (let steps = 0; steps < 12; steps += 1) {
        await page.keyboard.press('Tab');
        visited.push(await focused(page));
        if (visited.at(-1) === name) return;
      }
      throw new Error(`the keyboard does not come to ${name}: ${visited.join(', ')}`);
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

  it.each(['ar', 'fr', 'en'])('narrow places are enough (%s)', async (lang) => {
    for (const amount of [OPEN, undefined]) {
      const { page, close } = await shown(lang, { ...(amount && { amount }) }, 320);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      await page.locator('[part=terms] input').check();
      await page.locator('[part=share]').scrollIntoViewIfNeeded();
      await close();
    }
  });

  it('what can be pressed is at least 44 px high', async () => {
    const { page, close } = await shown('en', { amount: OPEN });
    const pressed = page.locator('mytpe-pay-button').locator('button, [part=suggestions] label, #amount, label.terms');
    const heights = await pressed.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(5);
    expect(heights.filter((height) => height < 44)).toEqual([]);
    await close();
  });

  it('the line that mends faint edges does, in both themes', async () => {
    const [style] = codeUnder(statement, 'Known limits', 'css');
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, close } = await shown('en', { amount: OPEN }, 500, style);
      await page.emulateMedia({ colorScheme });
      expect(await edgeContrast(page)).toBeGreaterThan(3);
      await close();
      const plain = await shown('en', { amount: OPEN });
      await plain.page.emulateMedia({ colorScheme });
      const where = { light: 'on white', dark: 'in the dark theme' }[colorScheme];
      expect(words).toContain(`${(await edgeContrast(plain.page)).toFixed(1)} ${where}`);
      await plain.close();
    }
  });
});

/** Contrast of the amount field's edge with the card, as WCAG reckons it. */
function edgeContrast(page: Page): Promise<number> {
  return page.evaluate(() => {
    const root = document.querySelector('mytpe-pay-button')!.shadowRoot!;
    const luminance = (color: string): number => {
      const [r, g, b] = color
        .match(/\d+/g)!
        .map((part) => Number(part) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const edge = luminance(getComputedStyle(root.querySelector('.field')!).borderTopColor);
    const card = luminance(getComputedStyle(root.querySelector('.box')!).backgroundColor);
    return (Math.max(edge, card) + 0.05) / (Math.min(edge, card) + 0.05);
  });
}
