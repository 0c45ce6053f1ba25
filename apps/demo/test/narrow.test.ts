import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { fontsInUse } from '../../../.ci/fonts-in-use.ts';
import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import { SCENARIOS } from '@mytpe-pay/playground';
import { LANGUAGES } from '../src/shop/strings.ts';
import { type DemoSystem, eventually, startDemo } from './demo-system.ts';

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

/** `true` when all styles and parts have loaded. */
function allIsLoaded(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    [...document.querySelectorAll('mytpe-pay-button')].every(
      ({ id, shadowRoot }) => id === 'loading' || shadowRoot!.adoptedStyleSheets.length > (id === 'sharing' ? 2 : 1),
    ),
  );
}

/** The parts that overflow their element or hide their content. */
function outside(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('mytpe-pay-button')].flatMap((button) => {
      const { left, right } = button.getBoundingClientRect();
      const pieces = [...button.shadowRoot!.querySelectorAll('[part=base], [part=base] *:not([role=status])')];
      const sticks = pieces.filter((piece) => {
        const box = piece.getBoundingClientRect();
        const hides = piece instanceof HTMLElement && piece.clientWidth > 0 && piece.localName !== 'input';
        return (
          (box.width > 0 && (box.left < left - 1 || box.right > right + 1)) ||
          (hides && getComputedStyle(piece).display !== 'inline' && piece.scrollWidth > piece.clientWidth + 1)
        );
      });
      return sticks.map((piece) => `${button.id}: ${piece.getAttribute('part') ?? piece.outerHTML.slice(0, 60)}`);
    }),
  );
}

it.each(LANGUAGES)('every scenario fits a column of 160 px (%s)', async (lang) => {
  const names = Object.keys(SCENARIOS);
  const wanted = new URLSearchParams([['lang', lang], ['width', '160'], ...names.map((name) => ['scenario', name])]);
  const { page, context, done } = await demo.visit(`/playground/stage?${wanted.toString()}`, { font: WIDEST_FONT });
  await page.locator('html[data-settled]').waitFor({ state: 'attached' });
  await eventually(() => allIsLoaded(page), 'all of every scenario is loaded');
  expect(await page.locator('mytpe-pay-button').count()).toBe(names.length);
  expect(await outside(page)).toEqual([]);
  expect(await fontsInUse(await context.newCDPSession(page))).toEqual([WIDEST_FONT]);
  await done();
});
