import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, rmdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type ReceiptClaims, signReceipt } from '@mytpe-pay/tokens';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

import { eventually } from './harness.ts';
import { type Shop, buy, canRun, checkout, example, files, payLink, sendReceipt, startShop } from './php-shop.ts';
import { resolve } from './signing.ts';

const ERRORS = /Warning|Deprecated|Notice|Fatal/;
const THANKS = 'Merci ! Nous avons reçu votre paiement.';
const NOT_RECORDED = 'Votre paiement n’est pas encore enregistré. Ne payez pas une deuxième fois.';
const recordOf = (shop: Shop): string => join(shop.folder, 'paid-order-1042');
const deliveries = (shop: Shop): number => shop.log().match(/deliver order-1042/g)?.length ?? 0;
const isDelivered = (shop: Shop) => eventually(async () => deliveries(shop) > 0, 'the order is delivered');
const claimsOf = (receipt: string): ReceiptClaims =>
  JSON.parse(Buffer.from(receipt.split('.')[1]!, 'base64url').toString()) as ReceiptClaims;

/** Signs claims that the backend never signs. */
async function signClaims({ key }: Shop, claims: object): Promise<string> {
  const header = { alg: 'EdDSA', kid: key.publicJwk.kid };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = await crypto.subtle.sign('Ed25519', key.privateKey, Buffer.from(text));
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}

/** Sends a webhook that the backend could have signed. @param secret the key of the signature, as bytes or text. */
async function sendEvent({ shop }: Shop, body: string, secret: string | Uint8Array): Promise<number> {
  const [id, at] = ['msg_1', new Date()];
  const signature = new Webhook(secret, { format: 'raw' }).sign(id, at, body);
  const time = String(Math.floor(at.getTime() / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
  return (await fetch(`${shop}/webhook.php`, { method: 'POST', body, headers })).status;
}

describe.skipIf(!canRun)('the PHP shop of the site', { timeout: 60_000 }, () => {
  it('signs its cart, delivers once by webhook and receipt, and refuses everything else', async () => {
    const shop = await startShop();
    const { page, token } = await checkout(shop);
    expect((await resolve(shop, token)).body).toMatchObject({ title: 'Order 1042', amount: { value: '4500.00' } });
    expect((await checkout(shop)).page).toBe(page);
    const link = await buy(shop);
    const receipt = await payLink(shop, link);

    const record = recordOf(shop);
    await isDelivered(shop);
    expect(readFileSync(record, 'utf8')).toBe(link.id);
    expect(await sendReceipt(shop, receipt)).toEqual([200, THANKS]);
    expect(deliveries(shop)).toBe(1);
    expect((await checkout(shop)).page).toBe('Cette commande est payée.');
    rmSync(record);
    expect((await sendReceipt(shop, receipt))[0]).toBe(200);
    expect(readFileSync(record, 'utf8')).toBe(link.id);

    const origin = { origin: shop.shop };
    const { body: other } = await shop.post({ offer: 'tshirt', reference: 'order-1042' }, 'key-2', origin);
    const { body: foreign } = await shop.post({ offer: 'tshirt' }, 'key-3', { origin: 'https://other.example' });
    const [header, claims, signature] = receipt.split('.') as [string, string, string];
    const forged = `${header}.${Buffer.from(claims, 'base64url').toString().replace('order-1042', 'order-1043')}.${signature}`;
    const bad = [await payLink(shop, other), await payLink(shop, foreign), forged, `${header}.${claims}.AAAA`];
    bad.push(await signReceipt({ ...claimsOf(receipt), aud: 'https://other.example' }, shop.key));
    bad.push(await signReceipt({ ...claimsOf(receipt), environment: 'live' }, shop.key));
    for (const missing of ['sub', 'aud'])
      bad.push(await signClaims(shop, { ...claimsOf(receipt), [missing]: undefined }));
    const statuses = await Promise.all(bad.map(async (one) => (await sendReceipt(shop, one))[0]));
    expect(statuses).toEqual(bad.map(() => 400));

    for (const reason of ['the receipt has no link', `the receipt of ${link.id} is for another shop`])
      expect(shop.log()).toContain(reason);

    shop.edit('orders.php', '4500.00', '9000.00');
    expect((await sendReceipt(shop, receipt))[0]).toBe(400);
    expect(shop.log()).toContain(`order-1042: the receipt of ${link.id} has another amount than order-1042`);
    expect(shop.log()).not.toMatch(ERRORS);
  });

  it('delivers an order that was paid with the form without JavaScript', async () => {
    const shop = await startShop();
    const body = new URLSearchParams({ offer_token: (await checkout(shop)).token });
    const form = { method: 'POST', body, headers: { origin: shop.shop }, redirect: 'manual' } as const;
    const url = (await fetch(`${shop.url}/pay/cart`, form)).headers.get('location')!;
    await shop.control('POST', `/links/${url.split('/').at(-1)}/pay`, {});
    await isDelivered(shop);
    expect(shop.webhookStatuses()).not.toContain(400);
  });

  it('gets a webhook again after the keys of the backend could not be read, and delivers once', async () => {
    const shop = await startShop();
    const link = await buy(shop);
    shop.publishesKeys = false;
    const receipt = await payLink(shop, link);
    await eventually(async () => shop.webhookStatuses().length > 0, 'the webhook arrives');
    expect(shop.webhookStatuses()).toEqual([500]);
    const [status, text] = await sendReceipt(shop, receipt);
    expect([status, text.endsWith(NOT_RECORDED)]).toEqual([500, true]);
    shop.publishesKeys = true;
    await isDelivered(shop);
    expect([deliveries(shop), shop.webhookStatuses().slice(0, 2)]).toEqual([1, [500, 204]]);
  });

  it('reports a failure of its storage, and delivers after the failure', async () => {
    const shop = await startShop();
    const link = await buy(shop);
    mkdirSync(recordOf(shop));
    const receipt = await payLink(shop, link);
    await eventually(async () => shop.webhookStatuses().length > 0, 'the webhook arrives');
    expect(shop.webhookStatuses()).toEqual([500]);
    const [status, text] = await sendReceipt(shop, receipt);
    expect([status, text.endsWith(NOT_RECORDED), deliveries(shop)]).toEqual([500, true, 0]);
    rmdirSync(recordOf(shop));
    await isDelivered(shop);
    expect(await sendReceipt(shop, receipt)).toEqual([200, THANKS]);
    expect(deliveries(shop)).toBe(1);
  });

  it('sells an order that has not changed for more than seven days', async () => {
    const shop = await startShop();
    for (const days of [-1, 5, 6, 7, 8, 30, 400]) {
      const changed = Date.now() / 1000 - days * 24 * 3600 - 60;
      utimesSync(join(shop.folder, 'orders.php'), changed, changed);
      const { token } = await checkout(shop);
      expect((await resolve(shop, token)).status, `${days} days`).toBe(200);
      if (days > 0) expect((await checkout(shop)).token).toBe(token);
    }
  });

  it('stops without its environment variables, until secrets.php sets them', async () => {
    const shop = await startShop(false);
    const { status, page, token } = await checkout(shop);
    expect([status, token, page.includes('<mytpe-pay-button')]).toEqual([500, '', false]);
    const secret = Buffer.from(shop.variables['MERCHANT_WEBHOOK_SECRET']!.replace('whsec_', ''), 'base64');
    // An empty key and a key of zeros give the same HMAC.
    expect(await sendEvent(shop, '{"type":"link.closed","data":{}}', new Uint8Array(1))).toBe(500);
    expect(shop.log()).toContain('the environment variable MERCHANT_WEBHOOK_SECRET is not set');

    writeFileSync(join(shop.folder, 'secrets.php'), files[0]!.code);
    const filled = files[0]!.code.replaceAll(/(\w+)=…/g, (_all, name: string) => `${name}=${shop.variables[name]}`);
    shop.edit('mytpe.php', '<?php\n', "<?php\nrequire __DIR__ . '/secrets.php';\n");
    // The placeholder of the page is not a secret.
    expect(await sendEvent(shop, '{"type":"link.closed","data":{"order":null}}', new Uint8Array(1))).toBe(500);
    expect(shop.log()).toContain('MERCHANT_WEBHOOK_SECRET is not a secret');
    writeFileSync(join(shop.folder, 'secrets.php'), filled);
    expect((await resolve(shop, (await checkout(shop)).token)).status).toBe(200);
    const event = '{"type":"link.closed","data":{"order":null}}';
    expect(await sendEvent(shop, event, new Uint8Array(1))).toBe(400);
    expect(await sendEvent(shop, event, secret)).toBe(204);
    const paid = ['{"order":1}', '{"order":"order-1"}', '{"order":"order-1042"}', '{}', '1'];
    const incomplete = paid.map((data) => `{"type":"link.paid","data":${data}}`);
    incomplete.push('{"type":"link.paid"}', '{"data":{"order":null}}', '"link.paid"', 'text');
    const statuses = await Promise.all(incomplete.map((body) => sendEvent(shop, body, secret)));
    expect(statuses).toEqual(incomplete.map(() => 400));
    expect(shop.log()).toContain('webhook: unknown order order-1');
    expect(shop.log()).not.toMatch(/Warning|Deprecated|Notice/);
  });

  it('logs a second paid link of an order for a refund', async () => {
    const shop = await startShop();
    const link = await buy(shop);
    const receipt = await payLink(shop, link);
    await isDelivered(shop);
    const other = `lnk_${'b'.repeat(24)}`;
    const second = await signReceipt({ ...claimsOf(receipt), sub: other }, shop.key);
    expect((await sendReceipt(shop, second))[0]).toBe(200);
    const data = { order: 'order-1042', receipt: second };
    const secret = Buffer.from(shop.variables['MERCHANT_WEBHOOK_SECRET']!.replace('whsec_', ''), 'base64');
    expect(await sendEvent(shop, JSON.stringify({ type: 'link.paid', data }), secret)).toBe(204);
    expect(shop.log().split(`refund ${other}: ${link.id} had already paid order-1042`)).toHaveLength(3);
    const third = await signReceipt({ ...claimsOf(receipt), sub: `${other}c`, amount: '4000.00' }, shop.key);
    const body = JSON.stringify({ type: 'link.paid', data: { order: 'order-1042', receipt: third } });
    expect(await sendEvent(shop, body, secret)).toBe(400);
    expect(shop.log()).toContain(`webhook: the receipt of ${other}c has another amount than order-1042`);
    expect([deliveries(shop), readFileSync(recordOf(shop), 'utf8')]).toEqual([1, link.id]);
  });

  it('responds 404 or 400 for an unknown order, and signs no order that is not UTF-8', async () => {
    const shop = await startShop();
    shop.edit('orders.php', "'title' => 'Order 1042'", String.raw`'title' => "Caf\xe9"`);
    expect((await checkout(shop)).token).toBe('');
    expect(shop.log()).toContain('Malformed UTF-8');
    shop.edit('orders.php', "return 'order-1042';", "return 'order-1';");
    expect(await checkout(shop)).toMatchObject({ status: 404, page: 'Commande introuvable.' });
    expect((await sendReceipt(shop, 'eyJ9'))[0]).toBe(400);
  });

  it('refuses random receipts and webhooks with 400, without a warning', async () => {
    const shop = await startShop();
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const json = fc.jsonValue().map(part);
    const known = fc.constant(shop.key.publicJwk.kid);
    const alg = fc.oneof(fc.constant('EdDSA'), fc.jsonValue());
    const header = fc.record({ alg, kid: fc.oneof(known, fc.jsonValue()) }).map(part);
    const signed = fc.record({ alg: fc.constant('EdDSA'), kid: known }).map(part);
    const signature = fc.oneof(fc.stringMatching(/^[\w-]{86}$/), fc.stringMatching(/^[\w-]{1,90}$/));
    const receipt = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.oneof(json, header), json, fc.oneof(fc.string(), signature)).map((parts) => parts.join('.')),
      fc.tuple(signed, json, signature).map((parts) => parts.join('.')),
    );
    const name = fc.constantFrom('receipt', 'receipt', 'receipt', 'receipt[]', 'receipt[a][b]', 'other');
    const ascii = fc.string({ unit: 'grapheme-ascii' });
    const property = fc.asyncProperty(name, receipt, ascii, ascii, async (field, text, time, mac) => {
      const sent = new URLSearchParams({ [field]: text });
      expect((await fetch(`${shop.shop}/paid.php`, { method: 'POST', body: sent })).status).toBe(400);
      const headers = { 'webhook-id': time, 'webhook-timestamp': time, 'webhook-signature': `v1,${mac}` };
      expect((await fetch(`${shop.shop}/webhook.php`, { method: 'POST', body: text, headers })).status).toBe(400);
    });
    await fc.assert(property, { numRuns: 200 });
    expect(shop.log()).toContain('the receipt is forged');
    expect(shop.log()).not.toMatch(ERRORS);
    expect(existsSync(recordOf(shop))).toBe(false);
  });
});

it.skipIf(!canRun)('shows lines for PHP-FPM that PHP can read with a secret in base64', () => {
  const lines = [...example.matchAll(/`(env\[\w+\] = [^`]+)`/g)].map(([, line]) => line!.replace('…', 'whsec_AAAA='));
  const code = 'echo json_encode(parse_ini_string(stream_get_contents(STDIN)));';
  const { stdout } = spawnSync('php', ['-r', code], { input: lines.join('\n'), encoding: 'utf8' });
  const env = { OFFER_TOKEN_SECRET: 'whsec_AAAA=', MERCHANT_WEBHOOK_SECRET: 'whsec_AAAA=' };
  expect(JSON.parse(stdout)).toEqual({ env });
});

it('the site has all files of the PHP shop, also where PHP is not installed', () => {
  const names = ['secrets.php', 'mytpe.php', 'orders.php', 'checkout.php', 'paid.php', 'webhook.php'];
  expect(files.map(({ name }) => name)).toEqual(names);
});
