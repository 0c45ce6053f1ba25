import { readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import jsqr from 'jsqr';
import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';
import { linkView, offerView } from './element/samples.ts';

// CommonJS that says it is a module: Node finds the function one level deeper.
const { default: jsQR } = jsqr;
const dropin = fileURLToPath(new URL('../dist/dropin/', import.meta.url));
const URL_SHARED = 'https://pay.mytpe.example/café?a=1&b=2#d';

/** A page with the built script, and the backend it asks. */
const server: Server = createServer((request, response) => {
  const path = new URL(request.url!, 'http://x').pathname;
  if (path.startsWith('/v1/offers/')) {
    const link = linkView({ scope: 'shared', url: URL_SHARED });
    response.setHeader('content-type', 'application/json');
    return response.end(JSON.stringify(offerView({ scope: 'shared', link })));
  }
  const file = path.split('/').at(-1)!;
  response.setHeader('content-type', file.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8');
  if (file.endsWith('.js')) return response.end(readFileSync(dropin + file));
  // A policy that allows nothing but what the README asks for.
  response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'; connect-src 'self'");
  response.end('<!doctype html><script type="module" src="/mytpe-pay-button.js"></script><mytpe-pay-button offer="x">');
});
let browser: Browser;
/** Turns files into pixels: the shop's own policy lets no picture in. */
let viewer: Page;
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: [...BROWSER_FLAGS],
  });
  viewer = await browser.newPage();
}, 30_000);
afterAll(async () => {
  await browser.close();
  server.close();
}, 30_000);

/** What an independent decoder reads in a screenshot of what is on the screen. */
async function decoded(page: Page): Promise<string | undefined> {
  const code = (await page.locator('[part=qr] svg').boundingBox())!;
  const around = { x: code.x - 15, y: code.y - 15, width: code.width + 30, height: code.height + 30 };
  const screenshot = (await page.screenshot({ clip: around })).toString('base64');
  const { width, height, pixels } = await viewer.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes]));
    const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
    pen.drawImage(picture, 0, 0);
    const { data } = pen.getImageData(0, 0, picture.width, picture.height);
    return { width: picture.width, height: picture.height, pixels: [...data] };
  }, screenshot);
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
    const context = await browser.newContext({ viewport: { width: 400, height: 900 }, ...options });
    const page = await context.newPage();
    await page.goto(address);
    const host = page.locator('mytpe-pay-button');
    await host.evaluate((button, attributes) => Object.assign(button, attributes), { theme, lang });
    await page.evaluate(
      (dark) => (document.documentElement.style.background = dark ? '#000' : '#fff'),
      theme === 'dark' || options.colorScheme === 'dark',
    );
    await host.locator('[part=share]').click();
    if (print) await page.emulateMedia({ media: 'print' });
    await host.locator('[part=qr] svg').scrollIntoViewIfNeeded();
    expect(await decoded(page)).toBe(URL_SHARED);
    await context.close();
  },
  30_000,
);
