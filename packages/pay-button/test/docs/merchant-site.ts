import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { type Browser, type BrowserContextOptions, type Page, type Route, chromium } from 'playwright-core';

import { BROWSER_FLAGS } from '../../../../.ci/browser-flags.ts';
import { type TestFont, fontScript } from '../../../../.ci/test-fonts.ts';
import type { LinkView, OfferView } from '../../src/api/types.ts';
import { linkView, offerView, qrCodeView } from '../element/samples.ts';

const dropin = fileURLToPath(new URL('../../dist/dropin/', import.meta.url));
const npm = fileURLToPath(new URL('../../dist/npm/', import.meta.url));
const SCRIPT = '<script type="module" src="https://pay.shop.example/mytpe-pay-button.js"></script>';

/** The signed offer that the shop’s server returns for a cart. Only the backend reads it. */
export const SIGNED_OFFER = 'e30.e30.c2lnbmVk';

type Made = LinkView | { status: number; body: object };

/** A page of the shop in the documents. */
export interface SitePage {
  /** The page’s content below the drop-in script. */
  readonly markup: string;
  readonly policy?: string;
  /** The script’s tag, if it differs. */
  readonly script?: string;
  readonly offer?: Partial<OfferView>;
  /** The link that a request creates, or a failure’s status and body, or a function of the request’s body that returns one. */
  readonly made?: Made | ((body: unknown) => Promise<Made>);
  /** Default: `https://shop.example/`. */
  readonly address?: string;
  readonly options?: BrowserContextOptions;
  /** The font of all text. */
  readonly font?: TestFont;
  /** Scripts that the backend serves in place of the built ones, by path. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** Runs before the page’s own scripts. */
  readonly before?: (() => void) | string;
}

export interface Visit {
  readonly page: Page;
  /** The browser’s errors. */
  readonly consoleErrors: string[];
  /** The path of every request to the backend, in order. */
  readonly requested: readonly string[];
  close(): Promise<void>;
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: [...BROWSER_FLAGS],
  });
}

/**
 * Opens `https://shop.example/`, with the backend at `https://pay.shop.example/` and MyTPE’s site. The test serves these
 * addresses of the documents, so that their code runs unchanged.
 */
export async function visit(browser: Browser, site: SitePage): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 500, height: 900 }, ...site.options });
  await context.addInitScript(fontScript(site.font));
  const requested: string[] = [];
  await context.route('**/*', (route) => {
    const { host, pathname } = new URL(route.request().url());
    if (host === 'pay.shop.example') requested.push(pathname);
    return respond(route, site);
  });
  if (site.before) await context.addInitScript(site.before);
  const page = await context.newPage();
  const consoleErrors: string[] = [];
  page.on('console', (line) => void (['error', 'warning'].includes(line.type()) && consoleErrors.push(line.text())));
  page.on('pageerror', ({ message }) => void consoleErrors.push(message));
  await page.goto(site.address ?? 'https://shop.example/');
  return { page, consoleErrors, requested, close: () => context.close() };
}

function respond(route: Route, site: SitePage): Promise<void> {
  const { host, pathname } = new URL(route.request().url());
  if (host === 'pay.shop.example') return backend(route, site, pathname);
  if (pathname.endsWith('.js')) return backend(route, site, pathname);
  if (pathname === '/cart/offer-token') return route.fulfill({ body: SIGNED_OFFER });
  const markup = pathname === '/' && host === 'shop.example' ? `${site.script ?? SCRIPT}${site.markup}` : '';
  return route.fulfill({
    contentType: 'text/html; charset=utf-8',
    headers: site.policy && markup ? { 'content-security-policy': site.policy } : {},
    body: `<!doctype html><html lang="en"><title>Shop</title><body>${markup}</body></html>`,
  });
}

async function backend(route: Route, site: SitePage, path: string): Promise<void> {
  const headers = {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'content-type, idempotency-key',
  };
  if (route.request().method() === 'OPTIONS') return route.fulfill({ status: 204, headers });
  if (path.endsWith('.js'))
    return route.fulfill({
      headers,
      contentType: 'text/javascript',
      body: site.scripts?.[path] ?? readFileSync((path.startsWith('/npm/') ? npm : dropin) + path.split('/').at(-1)!),
    });
  if (path.endsWith('/events')) return route.fulfill({ status: 204, headers });
  if (path.endsWith('/qr')) return route.fulfill({ headers, json: qrCodeView() });
  const file = /\/qr\.(?:svg|png)$/.exec(path);
  if (file) return route.fulfill({ headers: { 'content-disposition': 'attachment' }, body: 'a drawing' });
  if (path.startsWith('/v1/links')) {
    const { made = linkView() } = site;
    const given = typeof made === 'function' ? await made(route.request().postDataJSON()) : made;
    return route.fulfill({
      headers,
      ...('body' in given ? { status: given.status, json: given.body } : { json: given }),
    });
  }
  return route.fulfill({ headers, json: offerView(site.offer) });
}
