import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { type Browser, type BrowserContextOptions, type Locator, type Page, chromium } from 'playwright-core';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';
import { type TestFont, fontScript } from '../../../.ci/test-fonts.ts';
import type { LinkView, OfferView } from '../src/api/types.ts';
import { offerView } from './element/samples.ts';

const dropin = fileURLToPath(new URL('../dist/dropin/', import.meta.url));

/** A page with the built script and one button, its backend, and a browser. */
export interface ShopPage {
  readonly browser: Browser;
  /** @param options of the browser context, and the font of the page. */
  visit(options?: BrowserContextOptions & { font?: TestFont }): Promise<{ page: Page; host: Locator }>;
  close(): Promise<void>;
}

/** @param made the link that a request creates. @param attributes of the button, as HTML. */
export async function openShopPage(offer: Partial<OfferView>, made?: LinkView, attributes = ''): Promise<ShopPage> {
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://x').pathname;
    const file = path.split('/').at(-1)!;
    const json = path.startsWith('/v1/links') ? made : path.startsWith('/v1/offers/') && offerView(offer);
    const type = json ? 'application/json' : file.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8';
    response.setHeader('content-type', type);
    if (json) return response.end(JSON.stringify(json));
    if (file.endsWith('.js')) return response.end(readFileSync(dropin + file));
    // A policy with only the sources that the README names.
    response.setHeader('content-security-policy', "default-src 'none'; script-src 'self'; connect-src 'self'");
    response.end(
      `<!doctype html><script type="module" src="/mytpe-pay-button.js"></script><mytpe-pay-button offer="x" ${attributes}></mytpe-pay-button>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: [...BROWSER_FLAGS],
  });
  return {
    browser,
    async visit({ font, ...options } = {}) {
      const context = await browser.newContext({ viewport: { width: 400, height: 900 }, ...options });
      await context.addInitScript(fontScript(font));
      const page = await context.newPage();
      await page.goto(address);
      return { page, host: page.locator('mytpe-pay-button') };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
