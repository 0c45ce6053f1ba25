import jsqr from 'jsqr';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { linkView } from './element/samples.ts';
import { type ShopPage, openShopPage } from './shop-page.ts';

// CommonJS that says it is a module: Node finds the function one level deeper.
const { default: jsQR } = jsqr;
const ADDRESS = 'https://pay.mytpe.example/café?a=1&b=2#d';

let shop: ShopPage;
/** Turns files into pixels: the shop's own policy lets no picture in. */
let viewer: Page;
beforeAll(async () => {
  shop = await openShopPage({ scope: 'shared', link: linkView({ scope: 'shared', url: ADDRESS }) });
  viewer = await shop.browser.newPage();
}, 30_000);
afterAll(() => shop.close(), 30_000);

/** What an independent decoder reads in a screenshot of the code and what is around it. */
async function scanned(page: Page, drawing: Locator): Promise<string | undefined> {
  const code = (await drawing.boundingBox())!;
  const around = { x: code.x - 15, y: code.y - 15, width: code.width + 30, height: code.height + 30 };
  return decoded((await page.screenshot({ clip: around })).toString('base64'));
}

async function decoded(png: string): Promise<string | undefined> {
  const { width, height, pixels } = await viewer.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes]));
    // Millions of numbers would take long to come over here.
    const scale = Math.min(1, 300 / picture.width);
    const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
    const pen = new OffscreenCanvas(width, height).getContext('2d')!;
    pen.drawImage(picture, 0, 0, width, height);
    return { width, height, pixels: [...pen.getImageData(0, 0, width, height).data] };
  }, png);
  return jsQR(new Uint8ClampedArray(pixels), width, height, { inversionAttempts: 'dontInvert' })?.data;
}

const LOOKS: Record<string, BrowserContextOptions & { theme?: string; lang?: string; print?: boolean }> = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  'dark because the device is': { colorScheme: 'dark' },
  'forced colours, light': { forcedColors: 'active' },
  'forced colours, dark': { forcedColors: 'active', colorScheme: 'dark' },
  'right to left': { theme: 'dark', lang: 'ar' },
  '160 px wide': { theme: 'light', viewport: { width: 160, height: 900 } },
  printed: { print: true },
};

it.each(Object.entries(LOOKS))(
  'the code can be scanned from the screen: %s',
  async (_, look) => {
    const { theme = 'auto', lang = 'fr', print = false, ...options } = look;
    const { page, host } = await shop.visit(options);
    await host.evaluate((button, attributes) => Object.assign(button, attributes), { theme, lang });
    await page.evaluate(
      (dark) => (document.documentElement.style.background = dark ? '#000' : '#fff'),
      theme === 'dark' || options.colorScheme === 'dark',
    );
    await host.locator('[part=share]').click();
    if (print) await page.emulateMedia({ media: 'print' });
    await host.locator('[part=qr] svg').scrollIntoViewIfNeeded();
    expect(await scanned(page, host.locator('[part=qr] svg'))).toBe(ADDRESS);
    await page.context().close();
  },
  30_000,
);

it('so can the one on the printed sheet, and the saved picture', async () => {
  const { page, host } = await shop.visit();
  await host.locator('[part=share]').click();
  const picture = await host.locator('[part=png][href]').getAttribute('href');
  expect(await decoded(picture!.slice(picture!.indexOf(',') + 1))).toBe(ADDRESS);
  // The sheet closes itself once it is printed.
  await page.evaluate(() => {
    const { open } = window;
    window.open = (...where) => Object.assign(open(...where)!, { print: () => {} });
  });
  const [sheet] = await Promise.all([page.waitForEvent('popup'), host.locator('[part=print]').click()]);
  expect(await sheet.locator('body').innerText()).toContain('Cours de poterie');
  expect(await scanned(sheet, sheet.locator('svg'))).toBe(ADDRESS);
  await page.context().close();
}, 30_000);
