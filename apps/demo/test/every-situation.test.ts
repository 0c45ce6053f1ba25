import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fontsInUse } from '../../../.ci/fonts-in-use.ts';
import { matrix } from '../../../.ci/sample.ts';
import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import { SITUATIONS } from '../src/playground/situations.ts';
import { LANGUAGES } from '../src/shop/words.ts';
import { accessibilityFaults } from './axe.ts';
import { type DemoSystem, startDemo } from './demo-system.ts';

const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours, light': { colorScheme: 'light', forcedColors: 'active' },
  'forced colours, dark': { colorScheme: 'dark', forcedColors: 'active' },
} as const;

type Look = keyof typeof LOOKS;
/** The looks to try in each language. */
const LOOKED_AT = matrix(LANGUAGES, Object.keys(LOOKS) as Look[]);

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

/** One page with an element in every situation, which looks as the device wants it. */
async function everySituation(lang: string): Promise<{ page: Page; done(): Promise<void> }> {
  const situations = Object.keys(SITUATIONS).map((name) => `situation=${name}`);
  const { page, done } = await demo.visit(`/playground/stage?${situations.join('&')}&lang=${lang}&width=290`, {
    viewport: { width: 320, height: 900 },
    font: WIDEST_FONT,
    reducedMotion: 'reduce',
  });
  await page.locator('html[data-settled]').waitFor({ state: 'attached' });
  // What comes last, and by itself: the code, the confirmation and the countdown.
  for (const late of ['#sharing [part=qr] path[d^=M]', '#paid [part=receipt]', '#closes-soon [part=countdown]'])
    await page.locator(late).waitFor();
  await page.evaluate(() => {
    document.documentElement.className = '';
    for (const one of document.querySelectorAll('mytpe-pay-button')) one.setAttribute('theme', 'auto');
    // axe asks for the colour that letters are filled with, and Chromium answers with the one from before it was forced.
    const { getPropertyValue } = CSSStyleDeclaration.prototype;
    CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
      return getPropertyValue.call(this, name === '-webkit-text-fill-color' ? 'color' : name);
    };
  });
  expect(await page.locator('mytpe-pay-button').count()).toBe(situations.length);
  return { page, done };
}

/** Situations whose element reaches beyond its place. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const elements = [...document.querySelectorAll<HTMLElement>('mytpe-pay-button')];
    return elements
      .filter((one) => one.shadowRoot!.querySelector('.box')!.scrollWidth > one.clientWidth)
      .map(({ id }) => id);
  });
}

/** Situations in which something moves. */
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const elements = [...document.querySelectorAll<HTMLElement>('mytpe-pay-button')];
    return elements.filter((one) => one.shadowRoot!.getAnimations().length > 0).map(({ id }) => id);
  });
}

describe.each(LANGUAGES)('every situation (%s)', (lang) => {
  let page: Page;
  let done: () => Promise<void>;
  beforeAll(async () => {
    ({ page, done } = await everySituation(lang));
  });
  afterAll(() => done());

  it.each(LOOKED_AT.flatMap(([language, look]) => (language === lang ? [look] : [])))(
    'has no fault that axe knows: %s',
    async (look) => {
      await page.emulateMedia(LOOKS[look]);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  it('fits a page of 320 px, which is what 400 % leaves of 1280', async () => {
    expect(await tooWide(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await fontsInUse(await page.context().newCDPSession(page))).toEqual([WIDEST_FONT]);
  });

  it('does not move where less motion is asked for', async () => {
    expect(await moving(page)).toEqual([]);
  });
});
