import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sitePage } from '../../../../.ci/site-page.ts';
import { WIDEST_FONT } from '../../../../.ci/test-fonts.ts';
import { elementDocs, readManifest } from '../../manifest/read-manifest.ts';
import { OPEN, linkView } from '../element/samples.ts';
import { codeUnder } from './documents.ts';
import { launch, visit } from './merchant-site.ts';

const theming = sitePage('develop/theming');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PLAIN = '<mytpe-pay-button offer="course"></mytpe-pay-button>';
const PAID = linkView({ paid: true, payable: false, status: 'exhausted' });

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** Opens a page with one of the document’s examples, and waits for the offer. */
async function shown(example: string, colorScheme: 'light' | 'dark' = 'light') {
  const [markup] = codeUnder(theming, example, 'html');
  const { page, close } = await visit(browser, { markup: markup!, made: PAID, options: { colorScheme } });
  await page.locator('[part=share]').waitFor();
  return { page, close };
}

function look(page: Page, part: string, property: string): Promise<string> {
  const piece = page.locator(`mytpe-pay-button [part=${part}]`);
  return piece.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
}

/** The elements whose text has too little contrast. */
async function unreadable(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    type Run = (of: string, options: object) => Promise<{ violations: { nodes: { html: string }[] }[] }>;
    const { run } = (window as unknown as { axe: { run: Run } }).axe;
    const { violations } = await run('mytpe-pay-button', { runOnly: ['color-contrast'] });
    return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html));
  });
}

describe('the examples of theming', () => {
  it.each([
    ['light', 'rgb(122, 31, 92)', 'rgb(255, 255, 255)', 'rgb(169, 138, 156)'],
    ['dark', 'rgb(242, 167, 211)', 'rgb(53, 9, 42)', 'rgb(156, 111, 134)'],
  ] as const)('set the colours, %s', async (scheme, button, words, line) => {
    const { page, close } = await shown('Your colours, in light and dark', scheme);
    expect(await look(page, 'pay', 'background-color')).toBe(button);
    expect(await look(page, 'pay', 'color')).toBe(words);
    expect(await look(page, 'base', 'border-top-color')).toBe(line);
    expect(await unreadable(page)).toEqual([]);
    await close();
  });

  it('match the page’s flat style', async () => {
    const { page, close } = await shown("Flat style with your page's font");
    expect(await look(page, 'base', 'box-shadow')).toBe('none');
    expect(await look(page, 'base', 'border-top-width')).toBe('0px');
    expect(await look(page, 'base', 'padding-top')).toBe('0px');
    expect(await look(page, 'base', 'row-gap')).toBe('16px');
    expect(await look(page, 'pay', 'border-radius')).toBe('0px');
    expect(await look(page, 'pay', 'letter-spacing')).toBe('0.32px');
    expect(await look(page, 'pay', 'font-family')).toMatch(/^Georgia/);
    expect(await look(page, 'title', 'font-size')).toBe('28px');
    const width = (await page.locator('mytpe-pay-button').boundingBox())!.width;
    expect(width).toBeGreaterThan(26 * 16);
    expect(await unreadable(page)).toEqual([]);
    await close();
  });

  it('show a dark card with custom texts, and another frame after the payment', async () => {
    const example = 'Dark card with your own texts';
    const { page, close } = await shown(example);
    expect(await look(page, 'base', 'background-color')).toBe('rgb(16, 20, 31)');
    expect(await look(page, 'base', 'border-radius')).toBe('24px');
    expect(await look(page, 'pay', 'border-radius')).toBe('999px');
    const button = page.locator('mytpe-pay-button');
    for (const words of ['Four Saturdays of pottery', 'CIB · Edahabia'])
      expect(await button.getByText(words).isVisible()).toBe(true);
    expect(await button.locator('> a').isVisible()).toBe(false);
    expect(await unreadable(page)).toEqual([]);
    expect(await look(page, 'base', 'border-top-color')).toBe('rgb(102, 115, 156)');
    await page.getByRole('button', { name: 'Book my place' }).click();
    await page.locator('[part=paid]').waitFor();
    expect(await look(page, 'base', 'border-top-color')).toBe('rgb(255, 209, 102)');
    await close();
  });

  it('name existing parts and properties', () => {
    const { cssParts, cssProperties, cssStates, slots } = elementDocs(readManifest());
    const named = (pattern: RegExp): string[] => [...theming.matchAll(pattern)].map(([, name]) => name!);
    const known = (items: readonly { name: string }[]): string[] => items.map(({ name }) => name);
    expect(known(cssParts)).toEqual(expect.arrayContaining(named(/::part\(([\w-]+)\)/g)));
    expect(known(cssProperties)).toEqual(expect.arrayContaining(named(/(--mytpe-[\w-]+)/g)));
    expect(known(cssStates)).toEqual(expect.arrayContaining(named(/:state\((\w+)\)/g)));
    expect(known(slots)).toEqual(expect.arrayContaining(named(/slot="(\w+)"/g)));
  });
});

describe('the heights to reserve in the theming guide', () => {
  const texts = { title: 'Soutenez l’association', description: 'Chaque dinar finance les ateliers des enfants.' };
  it.each([
    ['a fixed price', 256, {}],
    ['an amount to enter, and one row of suggestions', 320, { amount: { ...OPEN, default: '1000.00' } }],
    ['an amount to enter, less than `20rem` wide', 288, { amount: { ...OPEN, default: '1000.00' } }],
  ])('fit %s', async (shows, width, offer) => {
    const reserved = Number(theming.split(`| ${shows} | \``)[1]!.split('rem', 1)[0]) * 16;
    const markup = `<style>mytpe-pay-button { width: ${width}px; --mytpe-min-height: 0 }</style>${PLAIN.replace('>', ' lang="fr">')}`;
    const { page, close } = await visit(browser, { markup, offer: { ...texts, ...offer }, font: WIDEST_FONT });
    await page.locator('[part=share]').waitFor();
    const { height } = (await page.locator('mytpe-pay-button').boundingBox())!;
    expect(height).toBeGreaterThan(200);
    expect(height).toBeLessThanOrEqual(reserved);
    await close();
  });
});
