import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { type Browser, type BrowserContextOptions, type Page, chromium } from 'playwright-core';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';
import { challengeRequired, isSolved } from '../test/element/challenges.ts';
import { OPEN, linkView, offerView, qrCodeView } from '../test/element/samples.ts';
import { servedScripts } from './builds.ts';

/** The script of a page, by its path on the backend. `none` is a page without a script. */
const SCRIPTS = {
  new: 'mytpe-pay-button.js',
  old: 'old/mytpe-pay-button.js',
  lit: 'minimal-element.js',
  none: null,
} as const;
export type Script = keyof typeof SCRIPTS;

/** A shop's page with buttons, a backend on another origin that responds immediately, and a browser. */
export interface Shop {
  readonly browser: Browser;
  readonly backend: string;
  /** @param buttons as HTML. @param script default: this build's drop-in. */
  address(buttons: string, script?: Script): string;
}

/**
 * Opens the shop for `work`, and closes it afterwards, also after an error.
 * @param old directory of an older drop-in, for pages with the script `old`.
 */
export async function withShop<T>(work: (shop: Shop) => Promise<T>, old?: string): Promise<T> {
  const files = await servedScripts(old);
  const backend = await listening(createServer((request, response) => void respond(files, request, response)));
  const shop = await listening(
    createServer((request, response) => {
      const asked = new URL(request.url!, 'http://shop').searchParams;
      const path = SCRIPTS[(asked.get('script') ?? 'new') as Script];
      const script = path === null ? '' : `<script type="module" src="${backend.url}/${path}"></script>`;
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(
          `<!doctype html><html lang="fr"><title>Shop</title><link rel="icon" href="data:,">${script}<body>${asked.get('buttons') ?? ''}`,
        );
    }),
  );
  const browser = await chromium.launch({
    executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
    args: [...BROWSER_FLAGS],
  });
  try {
    return await work({
      browser,
      backend: backend.url,
      address: (buttons, script = 'new') => `${shop.url}/?${new URLSearchParams({ buttons, script }).toString()}`,
    });
  } finally {
    await browser.close();
    for (const { server } of [backend, shop]) {
      server.closeAllConnections();
      server.close();
    }
  }
}

/** The time that the browser needs for a new window, in addition to the page. */
const WINDOW_SETTLES_MS = 2500;

/** A page in a new window that has finished its start-up work. */
export async function newPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.waitForTimeout(WINDOW_SETTLES_MS);
  return page;
}

interface Noted {
  usableAt?: number[];
}

/** Makes the page record when its buttons become usable. Call it before the page opens. */
export async function noteUsable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: number[] = ((window as unknown as Noted).usableAt = []);
    addEventListener('mytpe-ready', () => noted.push(performance.now()));
  });
}

/** @returns milliseconds from the page's start until its first button is usable. */
export async function usableAt(page: Page): Promise<number> {
  const noted = await page.waitForFunction(() => (window as unknown as Noted).usableAt?.[0]);
  return (await noted.jsonValue())!;
}

/** @returns the same for the last of its buttons so far. */
export function lastUsable(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as Noted).usableAt!.at(-1)!);
}

async function respond(files: Map<string, Buffer>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url!, 'http://backend');
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', 'content-type, idempotency-key');
  response.setHeader('timing-allow-origin', '*');
  const file = files.get(pathname);
  const path = pathname.replace(/^\/old\//, '/');
  if (file) {
    const headers = { 'content-type': 'text/javascript; charset=utf-8', 'content-encoding': 'br' };
    response.writeHead(200, headers).end(file);
  } else if (request.method === 'OPTIONS' || path.endsWith('/events')) response.writeHead(204).end();
  else {
    const { status, body } = await responseTo(path, request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

/** The challenge that the benchmarks use. */
export const CHALLENGE = { cost: 1000, counter: 300 } as const;

/** For an offer whose name begins with `loaded` the first request gets a challenge. */
async function responseTo(path: string, request: IncomingMessage): Promise<{ status: number; body: object }> {
  if (path !== '/v1/links') return { status: 200, body: view(path) };
  const order = (await json(request)) as { offer: string };
  if (order.offer.startsWith('loaded') && !(await isSolved(order))) return challengeRequired(CHALLENGE);
  return { status: 201, body: linkView() };
}

/** Offers whose name begins with `open` have an open amount. All others have the same price. */
function view(path: string): object {
  const [, , kind, id] = path.split('/');
  if (kind !== 'offers') return path.endsWith('/qr') ? qrCodeView() : linkView();
  return offerView({ id: id!, environment: 'live', ...(id!.startsWith('open') && { amount: OPEN }) });
}

/**
 * The trailing dot of a fully qualified name has two effects. Browsers treat it as this machine, so they decompress its
 * responses. The element treats it as a shop, so it logs no developer warnings.
 */
async function listening(server: Server): Promise<{ server: Server; url: string }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://localhost.:${(server.address() as AddressInfo).port}` };
}
