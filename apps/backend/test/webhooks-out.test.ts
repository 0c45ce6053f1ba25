import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { LinkView } from '@mytpe-pay/contract';
import { type ReceiptJwk, verifyReceipt } from '@mytpe-pay/tokens';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';

import { freePort } from '../../../.ci/free-port.ts';
import { LinkClosedEvent, LinkPaidEvent } from '../src/webhooks/outbox-message.ts';
import { ANNOUNCE_SECRET, announce } from './announce.ts';
import { type System, eventually, slugOf, startSystem, openStream } from './harness.ts';
import { MERCHANT_SECRET, type Merchant, startMerchant, verified } from './merchant.ts';
import { CART, OFFER_TOKEN_KEYS, OLD_KEY, token } from './signing.ts';

const PUBLIC_URL = 'https://pay.shop.example';
const SHOP = 'https://shop.example';

/** Starts a system with a merchant's server. */
async function startShop(more: Record<string, string> = {}): Promise<System & { merchant: Merchant }> {
  const merchant = await startMerchant();
  const env = { MERCHANT_WEBHOOK_URL: merchant.url, MERCHANT_WEBHOOK_SECRET: MERCHANT_SECRET, PUBLIC_URL };
  return { ...(await startSystem({ ...env, ...more })), merchant };
}

/** Pays a payer link at MyTPE while a page watches it, so that the backend reads it immediately. */
async function pay({ url, control }: System, link: LinkView): Promise<void> {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  await openStream(`${url}/v1/links/${link.id}/events`, leaving.signal);
  await control('POST', `/links/${slugOf(link)}/pay`, {});
}

const arrived = ({ merchant }: { merchant: Merchant }, count: number): Promise<void> =>
  eventually(async () => merchant.received.length >= count, `${count} events arrive`);

describe('the merchant’s server', () => {
  it('receives `link.paid` once, with the receipt that the page shows, and then `link.closed`', async () => {
    const system = await startShop();
    const order = { offer: 'tshirt', reference: 'A-1' };
    const { body: link } = await system.post(order, 'key-1', { origin: SHOP });
    await pay(system, link);
    await arrived(system, 2);
    const [paid, closed] = system.merchant.received;
    const event = LinkPaidEvent.strict().parse(verified(paid!));
    expect(event.data).toEqual({
      environment: 'sandbox',
      link: link.id,
      offer: 'tshirt',
      scope: 'payer',
      currency: 'DZD',
      paid_count: 1,
      total_collected: '4500.00',
      reference: 'A-1',
      order: null,
      amount: '4500.00',
      payments: 1,
      receipt: (await system.get<LinkView>(`/v1/links/${link.id}`)).body.receipt,
    });
    const jwks = (await system.get<{ keys: ReceiptJwk[] }>('/.well-known/jwks.json')).body;
    const claims = await verifyReceipt(event.data.receipt, {
      reference: 'A-1',
      amount: '4500.00',
      environment: 'sandbox',
      jwks,
      issuer: PUBLIC_URL,
      audience: SHOP,
    });
    expect(claims).toMatchObject({ sub: link.id, amount: event.data.amount, paid_seen_at: event.timestamp });
    expect(LinkClosedEvent.strict().parse(verified(closed!)).data).toMatchObject({ link: link.id, reason: 'paid' });
    expect(closed!.id).not.toBe(paid!.id);
    // The events of a second link arrive, so the first link has no further events.
    const { body: other } = await system.post({ offer: 'tshirt' }, 'key-2');
    await pay(system, other);
    await arrived(system, 4);
    expect(system.merchant.received.map(({ event: { type, data } }) => [type, data.link])).toEqual([
      ['link.paid', link.id],
      ['link.closed', link.id],
      ['link.paid', other.id],
      ['link.closed', other.id],
    ]);
  }, 40_000);

  it('receives the `order` from the signed offer, not from the page’s reference', async () => {
    const system = await startShop({ OFFER_TOKEN_KEYS });
    const offerToken = await token(CART, 'order-7', 0, OLD_KEY, PUBLIC_URL);
    const { body: link } = await system.post({ offer_token: offerToken, reference: 'not-mine' }, 'key-1');
    await pay(system, link);
    await arrived(system, 1);
    expect(system.merchant.received[0]!.event.data).toMatchObject({ order: 'order-7', reference: 'not-mine' });
  }, 30_000);

  it('receives the new payments of a shared link and their total', async () => {
    const system = await startShop({ MYTPE_WEBHOOK_SECRET: ANNOUNCE_SECRET });
    const { body: link } = await system.post({ offer: 'pay-us' });
    const payTimes = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) await system.control('POST', `/links/${slugOf(link)}/pay`, {});
      await announce(system.url, link.id);
    };
    await payTimes(1);
    await arrived(system, 1);
    await payTimes(3);
    const payments = () => system.merchant.received.map(({ event }) => (event as LinkPaidEvent).data.payments);
    await eventually(async () => payments().reduce((sum, n) => sum + n, 0) === 4, 'all payments are reported');
    const last = LinkPaidEvent.parse(verified(system.merchant.received.at(-1)!)).data;
    expect(last).toMatchObject({ scope: 'shared', paid_count: 4, total_collected: '4000.00', receipt: null });
    for (const { event } of system.merchant.received) {
      const { amount, payments: count } = (event as LinkPaidEvent).data;
      expect(amount).toBe(`${count * 1000}.00`);
    }
  }, 40_000);

  it('receives the reason why a link was closed', async () => {
    const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
    const system = await startShop({ ADMIN_TOKEN });
    const { body: link } = await system.post({ offer: 'tshirt' }, 'key-1');
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    await fetch(`${system.url}/admin/v1/links/${link.id}/archive`, { method: 'POST', headers });
    await arrived(system, 1);
    const { type, data } = LinkClosedEvent.parse(system.merchant.received[0]!.event);
    expect([type, data.reason, data.paid_count]).toEqual(['link.closed', 'archived', 0]);
  }, 30_000);

  it('can verify with either of two secrets during a rotation', async () => {
    const next = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
    const system = await startShop({ MERCHANT_WEBHOOK_SECRET: `${MERCHANT_SECRET},${next}` });
    const { body: link } = await system.post({ offer: 'tshirt' }, 'key-1');
    await pay(system, link);
    await arrived(system, 1);
    for (const secret of [MERCHANT_SECRET, next])
      expect(verified(system.merchant.received[0]!, secret)).toMatchObject({ type: 'link.paid' });
  }, 30_000);
});

it('the log at level trace contains no secret, address or receipt', async () => {
  const merchant = await startMerchant();
  const MERCHANT_WEBHOOK_URL = `${merchant.url}?key=planted`;
  const system = { ...(await startShop({ LOG_LEVEL: 'trace', MERCHANT_WEBHOOK_URL })), merchant };
  merchant.respond = (response) => void response.writeHead(500).end('planted by the receiver');
  const { body: link } = await system.post({ offer: 'tshirt' }, 'key-1');
  await pay(system, link);
  await arrived(system, 1);
  merchant.respond = (response) => void response.writeHead(200).end();
  await arrived(system, 3);
  await eventually(
    async () => system.logs.filter((line) => line.includes('sent an event')).length === 2,
    'both are logged',
  );
  const log = system.logs.join('');
  const { receipt } = (merchant.received[0]!.event as LinkPaidEvent).data;
  const secrets = [MERCHANT_SECRET, MERCHANT_SECRET.slice(6), 'planted', merchant.url, receipt!, link.id];
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
  expect(log).toContain('HTTP 500');
}, 40_000);

const PAGE = readFileSync(
  fileURLToPath(new URL('../../docs/src/content/docs/develop/webhooks.md', import.meta.url)),
  'utf8',
);
const block = (opening: string): string => PAGE.split(`\`\`\`${opening}\n`)[1]!.split('```')[0]!;

describe('the page about webhooks', () => {
  it('shows a valid event', () => {
    const example = PAGE.split('```json\n').find((text) => text.includes('"link.paid"'))!;
    expect(LinkPaidEvent.strict().safeParse(JSON.parse(example.split('```')[0]!)).error).toBeUndefined();
  });

  it('has a working receiver: it delivers an order once, for the right amount, and refuses forged events', async () => {
    const PORT = String(await freePort());
    const receiver: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', block('js receiver')], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, PORT, MERCHANT_WEBHOOK_SECRET: MERCHANT_SECRET, MYTPE_ENVIRONMENT: 'sandbox' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void receiver.kill('SIGKILL'));
    let output = '';
    receiver.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const url = `http://127.0.0.1:${PORT}`;
    const send = async (init?: RequestInit) => (await fetch(url, init).catch(() => null))?.status;
    await eventually(async () => (await send()) === 400, 'the receiver listens');

    // A payment of a smaller amount with the order's reference, or of another environment.
    for (const change of [{ amount: '100.00' }, { environment: 'live' }]) {
      const data = { environment: 'sandbox', reference: 'A-1', order: null, amount: '4500.00', ...change };
      const body = JSON.stringify({ type: 'link.paid', data });
      const [id, at] = [`msg_${Object.keys(change).join()}`, new Date()];
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(MERCHANT_SECRET).sign(id, at, body),
      };
      expect(await send({ method: 'POST', body, headers })).toBe(204);
    }

    // The merchant's server forwards each event to the receiver: unchanged, repeated and altered.
    const system = await startShop();
    const forwarded: (number | undefined)[] = [];
    system.merchant.respond = (response, { body, headers }) => {
      const kept = Object.entries(headers).filter(([name]) => name.startsWith('webhook-')) as [string, string][];
      void (async () => {
        forwarded.push(await send({ method: 'POST', body, headers: kept }));
        forwarded.push(await send({ method: 'POST', body, headers: kept }));
        forwarded.push(await send({ method: 'POST', body: body.replace('4500', '9500'), headers: kept }));
        response.writeHead(204).end();
      })();
    };
    const { body: link } = await system.post({ offer: 'tshirt', reference: 'A-1' }, 'key-1');
    await pay(system, link);
    await eventually(async () => forwarded.length === 6, 'both events are forwarded');
    expect(forwarded).toEqual([204, 204, 400, 204, 204, 400]);
    await eventually(async () => output.includes('\n'), 'the receiver delivers');
    expect(output).toBe('deliver A-1 4500.00\n');
    const { body: second } = await system.post({ offer: 'tshirt', reference: 'A-1' }, 'key-2');
    await pay(system, second);
    await eventually(async () => output.includes(`refund A-1 ${second.id}\n`), 'the second link is reported');
    expect(output.match(/deliver/g)).toHaveLength(1);
  }, 40_000);
});
