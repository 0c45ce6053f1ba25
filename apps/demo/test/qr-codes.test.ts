import { readFileSync } from 'node:fs';

import jsqr from 'jsqr';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type DemoSystem, button, startDemo } from './demo-system.ts';

// A CommonJS module whose default export Node nests one level deeper.
const { default: jsQR } = jsqr;

let demo: DemoSystem;
/** The address of the shared link. */
let address: string;
beforeAll(async () => {
  demo = await startDemo();
  const offer = (await (await fetch(`${demo.backend}/v1/offers/pay-us`)).json()) as { link: { url: string } };
  address = offer.link.url;
});
afterAll(() => demo.close());

/** The text that an independent decoder reads in an image. */
function decoded(file: Buffer): string | undefined {
  const { data, width, height } = PNG.sync.read(file);
  return jsQR(new Uint8ClampedArray(data), width, height, { inversionAttempts: 'dontInvert' })?.data;
}

/** The text that it reads in a screenshot of the code with its surroundings. */
async function scanned(page: Page, drawing: Locator): Promise<string | undefined> {
  const { x, y, width, height } = (await drawing.boundingBox())!;
  return decoded(await page.screenshot({ clip: { x: x - 15, y: y - 15, width: width + 30, height: height + 30 } }));
}

/** The offer's button on a separate page, with the open share panel. */
async function shared({ theme = 'auto', lang = 'fr', ...options }: Look = {}) {
  const { page, done } = await demo.visit('/', { viewport: { width: 400, height: 900 }, ...options });
  const { host } = button(page, 'pay-us');
  await host.evaluate((one, attributes) => Object.assign(one, attributes), { theme, lang });
  await host.locator('[part=share]').click();
  await host.locator('[part=qr] path[d^=M]').waitFor({ state: 'attached' });
  return { page, host, drawing: host.locator('[part=qr] svg'), done };
}

interface Look extends BrowserContextOptions {
  readonly theme?: string;
  readonly lang?: string;
  readonly print?: boolean;
}
const LOOKS: Record<string, Look> = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  'dark by the device’s setting': { colorScheme: 'dark' },
  'forced colours, light': { forcedColors: 'active' },
  'forced colours, dark': { forcedColors: 'active', colorScheme: 'dark' },
  'right to left': { theme: 'dark', lang: 'ar' },
  '160 px wide': { theme: 'light', viewport: { width: 160, height: 900 } },
  printed: { print: true },
};

it.each(Object.entries(LOOKS))('can be scanned from the screen: %s', async (_, { print, ...look }) => {
  const { page, drawing, done } = await shared(look);
  if (print) await page.emulateMedia({ media: 'print' });
  await drawing.scrollIntoViewIfNeeded();
  expect(await scanned(page, drawing)).toBe(address);
  await done();
});

it('can be scanned from the printed sheet', async () => {
  const { page, host, done } = await shared();
  // The sheet closes after printing.
  await page.evaluate(() => {
    const { open } = window;
    window.open = (...where) => Object.assign(open(...where)!, { print: () => {} });
  });
  const [sheet] = await Promise.all([page.waitForEvent('popup'), host.locator('[part=print]').click()]);
  expect(await sheet.locator('body').innerText()).toContain(address);
  expect(await scanned(sheet, sheet.locator('svg'))).toBe(address);
  await done();
});

it('can be scanned from the saved files, without leaving the page', async () => {
  const { page, host, done } = await shared();
  const save = async (kind: string): Promise<Buffer> => {
    const [saved] = await Promise.all([page.waitForEvent('download'), host.locator(`[part=${kind}]`).click()]);
    expect(saved.suggestedFilename()).toBe(`pay-us.${kind}`);
    return readFileSync(await saved.path());
  };
  const png = await save('png');
  expect(PNG.sync.read(png).width).toBeGreaterThanOrEqual(1024);
  expect(decoded(png)).toBe(address);
  const svg = (await save('svg')).toString('base64');
  const viewer = await page.context().newPage();
  await viewer.setContent(`<img style="width:240px;margin:40px" src="data:image/svg+xml;base64,${svg}">`);
  expect(await scanned(viewer, viewer.locator('img'))).toBe(address);
  expect(page.url()).toBe(`${demo.shop}/`);
  await done();
});
