import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { LinkView } from '@mytpe-pay/contract';
import { type ReceiptKey, generateReceiptKey, importReceiptKey } from '@mytpe-pay/tokens';
import { onTestFinished } from 'vitest';

import { freePort } from '../../../.ci/free-port.ts';
import { codeBlocks, namedBlock, sectionOf, sitePage } from '../../../.ci/site-page.ts';
import { type System, eventually, openStream, slugOf, startSystem } from './harness.ts';

/** The section of the page with the example in PHP. */
export const example = sectionOf(sitePage('develop/signed-offers'), '## Complete example: a cart in PHP');
/** The PHP files of the page. */
export const files = codeBlocks(example).map(({ meta, code }) => ({ name: /^title="(.+)"$/.exec(meta)![1]!, code }));
const sandboxPage = sitePage('develop/sandbox');
/** The lines of the page about the sandbox that set the three constants. */
const constants = namedBlock(sandboxPage, 'constants');

export const canRun = spawnSync('php', ['-r', 'exit(extension_loaded("sodium") ? 0 : 1);']).status === 0;

/** Returns the variables that the page about the sandbox exports for PHP and for the backend. */
export function exported(): Record<string, string> {
  const script = `${namedBlock(sandboxPage, 'php-shop')}env`;
  const lines = execFileSync('sh', ['-ec', script], { encoding: 'utf8' }).split('\n');
  const set = /^(?:OFFER_TOKEN|MERCHANT_WEBHOOK)_\w+=/;
  return Object.fromEntries(lines.filter((line) => set.test(line)).map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

export interface Shop extends System {
  readonly shop: string;
  /** The folder of the shop's files, and of its records. */
  readonly folder: string;
  /** The variables that the backend and PHP have. */
  readonly variables: Record<string, string>;
  /** A key that the backend publishes in addition to its own key. */
  readonly key: ReceiptKey;
  /** `false`: the backend's keys cannot be read. */
  publishesKeys: boolean;
  /** Returns the log of PHP. */
  log(): string;
  /** Returns the statuses of PHP's responses to webhooks so far. */
  webhookStatuses(): number[];
  /** Changes a file of the shop. */
  edit(name: string, before: string, after: string): void;
}

/**
 * Starts the page's shop in PHP's own web server, and a backend that notifies it. Only the three constants differ.
 * PHP shows errors, as many servers do: it then responds to a fatal error with 200, unless the script set a status.
 * @param hasVariables `false`: PHP lacks the environment variables.
 */
export async function startShop(hasVariables = true): Promise<Shop> {
  const [phpPort, publicPort] = [await freePort(), await freePort()];
  const [shop, publicUrl] = [`http://127.0.0.1:${phpPort}`, `http://127.0.0.1:${publicPort}`];
  const variables = exported();
  const { OFFER_TOKEN_KEYS, MERCHANT_WEBHOOK_SECRET } = variables;
  const system = await startSystem({
    PUBLIC_URL: publicUrl,
    OFFER_TOKEN_KEYS: OFFER_TOKEN_KEYS!,
    MERCHANT_WEBHOOK_URL: variables['MERCHANT_WEBHOOK_URL']!.replace('http://127.0.0.1:8040', shop),
    MERCHANT_WEBHOOK_SECRET: MERCHANT_WEBHOOK_SECRET!,
  });
  const folder = mkdtempSync(join(tmpdir(), 'php-shop-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const key = await importReceiptKey(await generateReceiptKey());
  let log = '';
  const started: Shop = {
    ...system,
    shop,
    folder,
    variables,
    key,
    publishesKeys: true,
    log: () => log,
    webhookStatuses: () => [...log.matchAll(/\[(\d+)\]: POST \/webhook\.php/g)].map(([, status]) => Number(status)),
    edit(name, before, after) {
      const text = readFileSync(join(folder, name), 'utf8');
      if (!text.includes(before)) throw new Error(`${name} has no ${before}`);
      writeFileSync(join(folder, name), text.replace(before, after));
    },
  };

  // The system chooses its port, so a proxy listens at PUBLIC_URL.
  const proxy = createServer((request, response) => {
    void (async () => {
      if (!started.publishesKeys) return void response.writeHead(503).end();
      const found = (await (await fetch(system.url + request.url!)).json()) as { keys: object[] };
      response.end(JSON.stringify({ keys: [...found.keys, key.publicJwk] }));
    })();
  });
  await new Promise<void>((listening) => proxy.listen(publicPort, '127.0.0.1', listening));
  onTestFinished(() => void proxy.close());

  const addresses = constants.replace('http://127.0.0.1:8020', publicUrl).replace('http://127.0.0.1:8040', shop);
  const lines = [...addresses.matchAll(/^const (\w+) = .*;$/gm)];
  for (const { name, code } of files)
    writeFileSync(
      join(folder, name),
      lines.reduce((text, [line, constant]) => text.replace(new RegExp(`^const ${constant} = .*;`, 'm'), line), code),
    );
  const args = ['-d', 'opcache.enable=0', '-d', 'display_errors=1', '-d', 'log_errors=1', '-d', 'error_log='];
  const php: ChildProcess = spawn('php', [...args, '-S', new URL(shop).host, '-t', folder], {
    env: { PATH: process.env['PATH'], TMPDIR: folder, ...(hasVariables ? variables : {}) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void php.kill());
  php.stderr!.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await eventually(async () => (await fetch(shop).catch(() => null)) !== null, 'PHP listens');
  return started;
}

/** Sends a receipt to the shop as the page does. @returns the status and the text of the response. */
export async function sendReceipt({ shop }: Shop, receipt: string): Promise<[status: number, text: string]> {
  const response = await fetch(`${shop}/paid.php`, { method: 'POST', body: new URLSearchParams({ receipt }) });
  return [response.status, await response.text()];
}

/** Returns the response of `checkout.php`, and its offer token. */
export async function checkout({ shop }: Shop): Promise<{ status: number; page: string; token: string }> {
  const response = await fetch(`${shop}/checkout.php`);
  const page = await response.text();
  return { status: response.status, page, token: /<mytpe-pay-button offer-token="([\w.-]+)">/.exec(page)?.[1] ?? '' };
}

/** Creates the link of the shop's order, as the button does. */
export async function buy(shop: Shop): Promise<LinkView> {
  return (await shop.post({ offer_token: (await checkout(shop)).token }, 'key-1', { origin: shop.shop })).body;
}

/** Pays a link while a page watches it. @returns the receipt that the page gets. */
export async function payLink(
  { url, control, get }: System,
  link: { readonly id: string; readonly url: string },
): Promise<string> {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  await openStream(`${url}/v1/links/${link.id}/events`, leaving.signal);
  await control('POST', `/links/${slugOf(link)}/pay`, {});
  const read = async () => (await get<{ receipt: string | null }>(`/v1/links/${link.id}`)).body.receipt;
  await eventually(async () => (await read()) !== null, 'the backend signs a receipt');
  return (await read())!;
}
