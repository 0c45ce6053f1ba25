import type { LinkView } from '@mytpe-pay/contract';
import { type ReceiptJwk, generateReceiptKey, verifyReceipt } from '@mytpe-pay/tokens';
import { startSandbox } from '@mytpe-pay/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';

import { type System, eventually, slugOf, testClient, startSystem } from './harness.ts';
import { createInstallation } from './installation.ts';
import { CART, OFFER_TOKEN_KEYS, OLD_KEY, token } from './signing.ts';

const PUBLIC_URL = 'https://pay.shop.example';
const SHOP = 'https://shop.example';
const ENV = { PUBLIC_URL, OFFER_TOKEN_KEYS };
const EXPECTED = { issuer: PUBLIC_URL, audience: PUBLIC_URL, environment: 'sandbox' } as const;
const signed = (offer = CART): Promise<string> => token(offer, 'order-7', 0, OLD_KEY, PUBLIC_URL);

type TestClient = Pick<System, 'get' | 'control'>;

/** Pays a link (700 dinars if it has no amount) and waits for the event of the payment. @returns the event's view. */
async function paid(
  { get, control }: TestClient,
  url: string,
  { id, url: payUrl, amount }: LinkView,
): Promise<LinkView> {
  const stream = await fetch(`${url}/v1/links/${id}/events`);
  const events = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  await control('POST', `/links/${slugOf({ url: payUrl })}/pay`, amount === null ? { amount: 700 } : {});
  let text = '';
  await eventually(async () => (text += (await events.read()).value ?? '').includes('"paid":true'), 'paid', 20);
  await events.cancel();
  const last = text.trim().split('\ndata: ').at(-1)!;
  expect((await get<LinkView>(`/v1/links/${id}`)).body).toEqual(JSON.parse(last));
  return JSON.parse(last) as LinkView;
}

const jwksOf = async ({ get }: TestClient) => (await get<{ keys: ReceiptJwk[] }>('/.well-known/jwks.json')).body;

describe('a receipt', () => {
  it('is in the event of the payment, has the page’s origin as audience, and can be verified with the public keys', async () => {
    const system = await startSystem(ENV);
    const { body: link } = await system.post({ offer: 'tshirt', reference: 'A-1' }, 'key-1', { origin: SHOP });
    expect(link.receipt).toBeNull();
    const { receipt } = await paid(system, system.url, link);
    const order = { reference: 'A-1', amount: '4500.00' };
    const claims = await verifyReceipt(receipt, {
      ...EXPECTED,
      ...order,
      audience: SHOP,
      jwks: await jwksOf(system),
    });
    expect(claims).toEqual({
      iss: PUBLIC_URL,
      aud: SHOP,
      sub: link.id,
      iat: Math.floor(Date.parse(claims.paid_seen_at) / 1000),
      environment: 'sandbox',
      offer: 'tshirt',
      amount: '4500.00',
      currency: 'DZD',
      order: null,
      reference: 'A-1',
      paid_seen_at: claims.paid_seen_at,
    });
    // A repeated request for the link returns the same receipt.
    const again = await system.post({ offer: 'tshirt', reference: 'A-1' }, 'key-1', { origin: SHOP });
    expect(again.body).toMatchObject({ paid: true, receipt });
    expect(system.logs.join('')).not.toContain(receipt);
  }, 30_000);

  it('has the signed jti as its order, never the page’s reference', async () => {
    const system = await startSystem(ENV);
    const { body: cart } = await system.post({ offer_token: await signed(), reference: 'not-mine' }, 'key-1');
    const { receipt } = await paid(system, system.url, cart);
    const expected = { ...EXPECTED, order: 'order-7', amount: '4500.00', jwks: await jwksOf(system) };
    expect(await verifyReceipt(receipt, expected)).toMatchObject({ order: 'order-7', reference: 'not-mine' });

    const gift = { offer: 'donation', amount: '200.00', reference: 'order-7' };
    const { body: donation } = await system.post(gift, 'key-2');
    const { receipt: forged } = await paid(system, system.url, donation);
    await expect(verifyReceipt(forged, expected)).rejects.toMatchObject({ reason: 'wrong_order' });
    const { order, ...rest } = expected;
    await expect(verifyReceipt(forged, { ...rest, reference: order })).rejects.toMatchObject({
      reason: 'wrong_amount',
    });
  }, 30_000);

  it('has the collected amount if the payer typed it at MyTPE', async () => {
    const system = await startSystem(ENV);
    const open = { title: 'Libre', amount_mode: 'open', entry: 'hosted', usage_mode: 'one_shot' } as const;
    const { body: link } = await system.post({ offer_token: await signed(open) }, 'key-1');
    expect(link.amount).toBeNull();
    const { receipt } = await paid(system, system.url, link);
    const expected = { ...EXPECTED, order: 'order-7', amount: '700.00', jwks: await jwksOf(system) };
    expect((await verifyReceipt(receipt, expected)).amount).toBe('700.00');
  }, 30_000);

  it('stays valid when the key is replaced, but a test payment is never valid in live', async () => {
    const sandbox = await startSandbox({ port: 0 });
    onTestFinished(() => sandbox.close());
    const installation = createInstallation(sandbox);
    const open = async (env: Record<string, string>) => {
      const backend = await installation.start({ env });
      const url = await backend.app.listen({ host: '127.0.0.1', port: 0 });
      return { backend, url, ...testClient(url, sandbox.url) };
    };
    const first = await open(ENV);
    const { body: link } = await first.post({ offer: 'tshirt', reference: 'A-1' }, 'key-1');
    const { receipt } = await paid(first, first.url, link);
    const [{ kid }] = (await jwksOf(first)).keys as [ReceiptJwk];
    await first.backend.close();

    const configured = { ...ENV, RECEIPT_SIGNING_KEY: await generateReceiptKey() };
    const second = await open(configured);
    expect((await second.get<LinkView>(`/v1/links/${link.id}`)).body.receipt).toBe(receipt);
    const { keys } = await jwksOf(second);
    expect(keys.map((key) => key.kid)).toContain(kid);
    expect(keys).toHaveLength(2);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const { body: other } = await second.post({ offer: 'tshirt', reference: 'A-1' }, 'key-2');
    const { receipt: newer } = await paid(second, second.url, other);
    const options = { ...EXPECTED, reference: 'A-1', amount: '4500.00', jwks: { keys } };
    for (const each of [receipt, newer]) expect((await verifyReceipt(each, options)).offer).toBe('tshirt');
    await second.backend.close();

    const third = await open(ENV);
    expect(new Set((await jwksOf(third)).keys.map((key) => key.kid))).toEqual(new Set(keys.map((key) => key.kid)));
    await third.backend.close();

    const live = await open({ ...configured, MYTPE_ENVIRONMENT: 'live' });
    const { environment: _, ...inLive } = { ...options, jwks: await jwksOf(live) };
    await expect(verifyReceipt(receipt, inLive)).rejects.toMatchObject({ reason: 'unknown_key' });
    // Live publishes the configured key too, so only the claim distinguishes the environments.
    await expect(verifyReceipt(newer, inLive)).rejects.toMatchObject({ reason: 'wrong_environment' });
  }, 60_000);

  it('does not exist for a shared link', async () => {
    const system = await startSystem(ENV);
    const { body: link } = await system.post({ offer: 'pay-us' });
    await system.control('POST', `/links/${slugOf(link)}/pay`, {});
    await eventually(async () => {
      await system.get('/v1/offers/pay-us');
      return (await system.backend.app.inject(`/v1/links/${link.id}`)).json<LinkView>().status === 'active';
    }, 'the backend has read the payment');
    expect((await system.get<LinkView>(`/v1/links/${link.id}`)).body).toMatchObject({ paid: false, receipt: null });
  });
});

it('the receipt keys are published for every origin, as public keys only', async () => {
  const system = await startSystem(ENV);
  const { status, headers, body } = await system.get<{ keys: object[] }>('/.well-known/jwks.json');
  expect([status, headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  expect(headers.get('content-type')).toMatch(/^application\/jwk-set\+json/);
  expect(body.keys.map((key) => Object.keys(key).toSorted())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x']]);
});
