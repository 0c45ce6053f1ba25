import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fontsInUse } from '../../../.ci/fonts-in-use.ts';
import { matrix } from '../../../.ci/sample.ts';
import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import { SCENARIOS } from '@mytpe-pay/playground';
import { LANGUAGES } from '../src/shop/strings.ts';
import { accessibilityFaults } from './axe.ts';
import { type DemoSystem, startDemo } from './demo-system.ts';

const LOOKS = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours, light': { colorScheme: 'light', forcedColors: 'active' },
  'forced colours, dark': { colorScheme: 'dark', forcedColors: 'active' },
} as const;

type Look = keyof typeof LOOKS;
/** The themes to test in each language. */
const LOOKED_AT = matrix(LANGUAGES, Object.keys(LOOKS) as Look[]);

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

/** A page with an element in every scenario, in the device's theme. */
async function everyScenario(lang: string): Promise<{ page: Page; done(): Promise<void> }> {
  const scenarios = Object.keys(SCENARIOS).map((name) => `scenario=${name}`);
  const { page, done } = await demo.visit(`/playground/stage?${scenarios.join('&')}&lang=${lang}&width=290`, {
    viewport: { width: 320, height: 900 },
    font: WIDEST_FONT,
    reducedMotion: 'reduce',
  });
  await page.locator('html[data-settled]').waitFor({ state: 'attached' });
  // The last parts to appear: the QR code, the confirmation and the countdown.
  for (const late of ['#sharing [part=qr] path[d^=M]', '#paid [part=receipt]', '#closes-soon [part=countdown]'])
    await page.locator(late).waitFor();
  await page.evaluate(() => {
    document.documentElement.className = '';
    for (const one of document.querySelectorAll('mytpe-pay-button')) one.setAttribute('theme', 'auto');
    // axe reads the text's fill colour, for which Chromium returns the value before forced colours.
    const { getPropertyValue } = CSSStyleDeclaration.prototype;
    CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
      return getPropertyValue.call(this, name === '-webkit-text-fill-color' ? 'color' : name);
    };
  });
  expect(await page.locator('mytpe-pay-button').count()).toBe(scenarios.length);
  return { page, done };
}

/** Scenarios whose element is wider than its container. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const elements = [...document.querySelectorAll<HTMLElement>('mytpe-pay-button')];
    return elements
      .filter((one) => one.shadowRoot!.querySelector('.box')!.scrollWidth > one.clientWidth)
      .map(({ id }) => id);
  });
}

/** Scenarios with a running animation. */
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const elements = [...document.querySelectorAll<HTMLElement>('mytpe-pay-button')];
    return elements.filter((one) => one.shadowRoot!.getAnimations().length > 0).map(({ id }) => id);
  });
}

describe.each(LANGUAGES)('every scenario (%s)', (lang) => {
  let page: Page;
  let done: () => Promise<void>;
  beforeAll(async () => {
    ({ page, done } = await everyScenario(lang));
  });
  afterAll(() => done());

  it.each(LOOKED_AT.flatMap(([language, look]) => (language === lang ? [look] : [])))(
    'has no accessibility violation: %s',
    async (look) => {
      await page.emulateMedia(LOOKS[look]);
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  it('fits a page of 320 px, the width of a page of 1280 px at 400 % zoom', async () => {
    expect(await tooWide(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await fontsInUse(await page.context().newCDPSession(page))).toEqual([WIDEST_FONT]);
  });

  it('has no animation under prefers-reduced-motion', async () => {
    expect(await moving(page)).toEqual([]);
  });
});
