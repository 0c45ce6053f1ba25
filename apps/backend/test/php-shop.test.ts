import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { freePort } from '../../../.ci/free-port.ts';
import { codeBlocks, sectionOf, sitePage } from '../../../.ci/site-page.ts';
import { type System, eventually, openStream, slugOf, startSystem } from './harness.ts';
import { MERCHANT_SECRET } from './merchant.ts';
import { OFFER_TOKEN_KEYS, OLD_KEY, resolve } from './signing.ts';

const example = sectionOf(sitePage('develop/signed-offers'), '## Complete example: a cart in PHP');
const files = codeBlocks(example).map(({ meta, code }) => ({ name: /^title="(.+)"$/.exec(meta)![1]!, code }));
const canRun = spawnSync('php', ['-r', 'exit(extension_loaded("sodium") ? 0 : 1);']).status === 0;

interface Shop extends System {
  readonly shop: string;
  readonly folder: string;
  /** Returns the log of PHP. */
  log(): string;
}

/** Starts the page's shop in PHP's own web server, and a backend that notifies it. Only the three constants differ. */
async function startShop(): Promise<Shop> {
  const [phpPort, publicPort] = [await freePort(), await freePort()];
  const [shop, publicUrl] = [`http://127.0.0.1:${phpPort}`, `http://127.0.0.1:${publicPort}`];
  const system = await startSystem({
    PUBLIC_URL: publicUrl,
    OFFER_TOKEN_KEYS,
    MERCHANT_WEBHOOK_URL: `${shop}/webhook.php`,
    MERCHANT_WEBHOOK_SECRET: MERCHANT_SECRET,
  });
  // The system chooses its port, so a proxy listens at PUBLIC_URL.
  const proxy = createServer((request, response) => {
    void fetch(system.url + request.url!).then(async (found) => response.end(await found.text()));
  });
  await new Promise<void>((listening) => proxy.listen(publicPort, '127.0.0.1', listening));
  onTestFinished(() => void proxy.close());

  const folder = mkdtempSync(join(tmpdir(), 'php-shop-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const constants = { BACKEND: publicUrl, SHOP: shop, ENVIRONMENT: 'sandbox' };
  for (const { name, code } of files)
    writeFileSync(
      join(folder, name),
      code.replaceAll(
        /^const (\w+) = '[^']*'/gm,
        (_all, constant: 'SHOP') => `const ${constant} = '${constants[constant]}'`,
      ),
    );
  const env = {
    ...process.env,
    TMPDIR: folder,
    OFFER_TOKEN_SECRET: OLD_KEY.secret,
    MERCHANT_WEBHOOK_SECRET: MERCHANT_SECRET,
  };
  const php: ChildProcess = spawn('php', ['-d', 'opcache.enable=0', '-S', new URL(shop).host, '-t', folder], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void php.kill());
  let log = '';
  php.stderr!.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await eventually(async () => (await fetch(shop).catch(() => null)) !== null, 'PHP listens');
  return { ...system, shop, folder, log: () => log };
}

const sendReceipt = ({ shop }: Shop, receipt: string) =>
  fetch(`${shop}/paid.php`, { method: 'POST', body: new URLSearchParams({ receipt }) });

/** Pays a link while a page watches it. @returns the receipt that the page gets. */
async function payLink(
  { url, control, get }: Shop,
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

describe.skipIf(!canRun)('the PHP shop of the site', { timeout: 60_000 }, () => {
  it('signs its cart, delivers once by webhook and receipt, and refuses everything else', async () => {
    const shop = await startShop();
    const page = await (await fetch(`${shop.shop}/checkout.php`)).text();
    const token = /<mytpe-pay-button offer-token="([\w.-]+)">/.exec(page)![1]!;
    expect((await resolve(shop, token)).body).toMatchObject({ title: 'Order 1042', amount: { value: '4500.00' } });
    expect(await (await fetch(`${shop.shop}/checkout.php`)).text()).toBe(page);
    const origin = { origin: shop.shop };
    const { body: link } = await shop.post({ offer_token: token }, 'key-1', origin);
    const receipt = await payLink(shop, link);

    const record = join(shop.folder, 'paid-order-1042');
    await eventually(async () => existsSync(record), 'the webhook is delivered');
    expect(readFileSync(record, 'utf8')).toBe(link.id);
    const paid = await sendReceipt(shop, receipt);
    expect([paid.status, await paid.text()]).toEqual([200, 'Merci ! Nous avons reçu votre paiement.']);
    expect(shop.log().match(/deliver order-1042/g)).toHaveLength(1);
    expect(await (await fetch(`${shop.shop}/checkout.php`)).text()).toBe('Cette commande est payée.');
    rmSync(record);
    expect((await sendReceipt(shop, receipt)).status).toBe(200);
    expect(readFileSync(record, 'utf8')).toBe(link.id);

    const { body: other } = await shop.post({ offer: 'tshirt', reference: 'order-1042' }, 'key-2', origin);
    const { body: foreign } = await shop.post({ offer: 'tshirt' }, 'key-3', { origin: 'https://other.example' });
    const [header, claims, signature] = receipt.split('.') as [string, string, string];
    const forged = `${header}.${Buffer.from(claims, 'base64url').toString().replace('order-1042', 'order-1043')}.${signature}`;
    const bad = [
      await payLink(shop, other),
      await payLink(shop, foreign),
      forged,
      `${header}.${claims}.AAAA`,
      'eyJ9',
      '',
    ];
    const statuses = await Promise.all(bad.map(async (one) => (await sendReceipt(shop, one)).status));
    expect(statuses).toEqual(bad.map(() => 400));

    const unsigned = await fetch(`${shop.shop}/webhook.php`, { method: 'POST', body: '{"type":"link.paid"}' });
    expect(unsigned.status).toBe(400);
    const orders = join(shop.folder, 'orders.php');
    writeFileSync(orders, readFileSync(orders, 'utf8').replace('4500.00', '9000.00'));
    expect((await sendReceipt(shop, receipt)).status).toBe(400);
    expect(shop.log()).toContain('order-1042: the receipt has another amount');
    expect(shop.log()).not.toMatch(/Warning|Deprecated|Fatal/);
  });
});

it('the site has all files of the PHP shop, also where PHP is not installed', () => {
  expect(files.map(({ name }) => name)).toEqual(['mytpe.php', 'orders.php', 'checkout.php', 'paid.php', 'webhook.php']);
});
