import type { LinkView } from '@mytpe-pay/contract';
import { SANDBOX_KEY, SANDBOX_SECRET } from '@mytpe-pay/sandbox';
import { signOffer } from '@mytpe-pay/tokens';
import { describe, expect, it } from 'vitest';

import { APIS, type Api } from '../src/domain/api-limits.ts';
import { type System, eventually, slugOf, startSystem } from './harness.ts';
import {
  AUDIENCE,
  CART,
  INVOICE,
  NEW_KEY,
  OFFER_TOKEN_KEYS,
  OLD_KEY,
  mostPayableDuring,
  payable,
  press,
  resolve,
  token,
  upstreamLinks,
} from './signing.ts';

const CREATE = ['POST', '/api/ext/links'] as const;
/** MyTPE's status of a link that the backend closed. */
const CLOSED = { ext: 'archived', v2: 'inactive' } as const;
/** The calls by which a merchant closes a link at MyTPE, and the link's status in the backend afterwards. */
const BY_MERCHANT: Readonly<Record<Api, { method: string; path: string; status: string }[]>> = {
  ext: [
    { method: 'POST', path: 'pause', status: 'paused' },
    { method: 'POST', path: 'archive', status: 'archived' },
  ],
  v2: [{ method: 'PATCH', path: 'toggle-status', status: 'paused' }],
};
const start = (more: Record<string, string> = {}): Promise<System> => startSystem({ OFFER_TOKEN_KEYS, ...more });

async function pay(system: System, link: Pick<LinkView, 'url'>): Promise<void> {
  await system.control('POST', `/links/${slugOf(link)}/pay`, {});
}

describe('a signed offer', () => {
  it('is shown as it was signed, only to a client with the token, and creates no link', async () => {
    const system = await start();
    const { status, headers, body } = await resolve(
      system,
      await token({ ...CART, title: { fr: 'Sac', ar: 'حقيبة' } }),
    );
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toMatchObject({
      title: 'Sac',
      amount: { mode: 'fixed', value: '4500.00' },
      availability: 'available',
      scope: 'payer',
      link: null,
    });
    expect(body.id).toMatch(/^token-[0-9a-f]{32}$/);
    expect(await system.calls(...CREATE)).toBe(0);
  });

  it('is paid like an offer of the catalog', async () => {
    const system = await start();
    const offerToken = await token();
    const { version } = (await resolve(system, offerToken)).body;
    const { status, body } = await press(system, offerToken, 'key-1', { version, reference: 'A-1' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ amount: '4500.00', scope: 'payer', payable: true, reference: 'A-1' });
    const [link] = await payable(system);
    expect([link!.amount, link!.metadata.our_ref]).toEqual(['4500.00', body.id]);
    expect((await press(system, offerToken, 'key-1', { version, reference: 'A-1' })).status).toBe(200);
    const reused = await press(system, offerToken, 'key-1', { reference: 'A-2' });
    expect([reused.status, reused.body['code']]).toEqual([422, 'idempotency_key_reused']);
    expect(await system.calls(...CREATE)).toBe(1);
  });

  it('is accepted if signed with either of two keys, and refused with any other key', async () => {
    const system = await start();
    for (const key of [OLD_KEY, NEW_KEY])
      expect((await resolve(system, await token(CART, 'a', 0, key))).status).toBe(200);
    const stranger = { ...OLD_KEY, secret: `${OLD_KEY.secret}!` };
    const refused = await resolve(system, await token(CART, 'a', 0, stranger));
    expect([refused.status, refused.body.code]).toEqual([401, 'offer_token_invalid']);
    expect(system.logs.join('')).toContain('bad_signature');
    expect(system.logs.join('')).not.toContain(OLD_KEY.secret);
  });

  it('is accepted by the backend that its aud names, and by no other with the same key', async () => {
    const outcome = async (system: System, audience: string) =>
      (await resolve(system, await token(CART, 'order-7', 0, OLD_KEY, audience))).body.code ?? 'shown';
    const PUBLIC_URL = 'https://staging.shop.example/pay';
    const staging = await start({ PUBLIC_URL });
    expect(await outcome(staging, PUBLIC_URL)).toBe('shown');
    for (const other of ['https://pay.shop.example', `${PUBLIC_URL}/`, AUDIENCE, 'mytpe-pay'])
      expect(await outcome(staging, other)).toBe('offer_token_invalid');
    expect(staging.logs.join('')).toContain(`aud must be \\"${PUBLIC_URL}\\" (PUBLIC_URL); OFFER_TOKEN_AUDIENCE=`);

    // A sandbox without PUBLIC_URL expects HOST and PORT, not the address that a request was sent to.
    const lenient = await start({ OFFER_TOKEN_AUDIENCE: 'mytpe-pay' });
    for (const accepted of [AUDIENCE, 'mytpe-pay']) expect(await outcome(lenient, accepted)).toBe('shown');
    for (const other of [lenient.url, PUBLIC_URL]) expect(await outcome(lenient, other)).toBe('offer_token_invalid');
    expect(lenient.logs.join('')).toContain(`aud must be \\"${AUDIENCE}\\" or \\"mytpe-pay\\"`);
  });

  it('that expired creates no link; its earlier link can still be read', async () => {
    const system = await start();
    const { body: link } = await press(system, await token(), 'key-1');
    const old = await signOffer(CART, {
      key: OLD_KEY,
      audience: AUDIENCE,
      jti: 'order-7',
      ttlSeconds: 60,
      now: Date.now() - 130_000,
    });
    for (const response of [await resolve(system, old), await press(system, old, 'key-2')])
      expect([response.status, response.body['code']]).toEqual([401, 'offer_token_expired']);
    expect((await system.get<LinkView>(`/v1/links/${link.id}`)).body.url).toBe(link.url);
  });

  it('is accepted only from the origins that it allows', async () => {
    const system = await start({ ALLOWED_ORIGINS: 'https://*.shop.dz' });
    const mine = await token({ ...CART, allowed_origins: ['https://a.shop.dz'] });
    const status = async (origin: string) => [
      (await resolve(system, mine, { origin })).status,
      (await system.post({ offer_token: mine }, 'key-1', { origin })).status,
    ];
    expect(await status('https://b.shop.dz')).toEqual([403, 403]);
    expect(await status('https://a.dz')).toEqual([403, 403]);
    expect(await system.calls(...CREATE)).toBe(0);
    expect(await status('https://a.shop.dz')).toEqual([200, 201]);
  });

  it('lets only its allowed origins read, watch and render its link; the latest token decides', async () => {
    const system = await start({ ALLOWED_ORIGINS: 'https://*.shop.dz' });
    const allowing = async (later: number, ...allowed_origins: string[]) =>
      press(system, await token({ ...CART, allowed_origins }, 'order-7', later), 'key-1');
    const { body: link } = await allowing(0, 'https://a.shop.dz');
    const statuses = (origin: string) =>
      Promise.all(
        ['', '/events', '/qr', '/qr.svg', '/qr.png'].map(async (part) => {
          const leaving = new AbortController();
          const url = `${system.url}/v1/links/${link.id}${part}`;
          const { status } = await fetch(url, { headers: { origin }, signal: leaving.signal });
          leaving.abort();
          return status;
        }),
      );
    const [yes, no] = [Array(5).fill(200), Array(5).fill(403)];
    expect([await statuses('https://a.shop.dz'), await statuses('https://b.shop.dz')]).toEqual([yes, no]);
    expect((await allowing(2, 'https://b.shop.dz')).body.id).toBe(link.id);
    expect([await statuses('https://a.shop.dz'), await statuses('https://b.shop.dz')]).toEqual([no, yes]);
    expect((await allowing(1, 'https://a.shop.dz')).status).toBe(200);
    expect([await statuses('https://a.shop.dz'), await statuses('https://b.shop.dz')]).toEqual([no, yes]);
  });

  it('is refused if no keys are set, with an offer id, without an idempotency key, with an amount, and if it is too long', async () => {
    const without = await startSystem();
    expect((await resolve(without, await token())).body.code).toBe('offer_token_invalid');
    const system = await start();
    const offerToken = await token();
    expect((await press(system, offerToken, 'key-1', { offer: 'tshirt' })).status).toBe(400);
    expect((await resolve(system, 'x'.repeat(8193))).status).toBe(400);
    expect((await press(system, offerToken, 'key-1', { amount: '1.00' })).body['code']).toBe('amount_not_accepted');
    expect((await system.post({ offer_token: offerToken })).body['code']).toBe('idempotency_key_required');
    expect(await system.calls(...CREATE)).toBe(0);
  });

  it('that MyTPE does not support is refused', async () => {
    const system = await start();
    const impossible = await token({ ...CART, payment_instance_id: 'nobody' });
    expect((await press(system, impossible, 'key-1')).status).toBeGreaterThanOrEqual(400);
    expect(await payable(system)).toEqual([]);
  });

  it('that is shared has one link, which a view creates; a later token with other terms gets another link', async () => {
    const system = await start();
    const shared = { title: 'Café', amount_mode: 'fixed', amount: 150, usage_mode: 'reusable' } as const;
    const first = await token(shared, 'cafe');
    const views = await Promise.all(Array.from({ length: 30 }, () => resolve(system, first)));
    const [link] = new Set(views.map(({ body }) => body.link?.id));
    const pressed = await Promise.all(Array.from({ length: 10 }, () => system.post({ offer_token: first })));
    expect(new Set(pressed.map(({ body }) => body.id))).toEqual(new Set([link]));
    expect(await system.calls(...CREATE)).toBe(1);
    const dearer = await token({ ...shared, amount: 200 }, 'cafe', 1);
    expect((await system.post({ offer_token: dearer })).body).toMatchObject({ amount: '200.00', scope: 'shared' });
    const outdated = await system.post({ offer_token: first });
    expect([outdated.status, outdated.body['code']]).toEqual([401, 'offer_token_expired']);
    const cheapAgain = await token(shared, 'cafe', 2);
    const third = await system.post({ offer_token: cheapAgain });
    expect(third.body).toMatchObject({ amount: '150.00', payable: true });
    expect(third.body.id).not.toBe(link);
    expect(await system.calls(...CREATE)).toBe(3);
  });

  it('with limited uses sells only the remaining uses when a later token allows more', async () => {
    const system = await start();
    const seats = (max_uses: number, later: number) =>
      token({ title: 'Atelier', amount_mode: 'fixed', amount: 2500, usage_mode: 'limited', max_uses }, 'seats', later);
    const { body } = await resolve(system, await seats(5, 0));
    for (let seat = 0; seat < 2; seat += 1) await pay(system, body.link!);
    // A view creates the link of a shared offer.
    const more = await resolve(system, await seats(8, 1));
    expect(more.body.link!.id).not.toBe(body.link!.id);
    const links = (await system.control('GET', '/state'))['links'] as { max_uses: number; status: string }[];
    expect(links.map(({ max_uses, status }) => `${max_uses} ${status}`).toSorted()).toEqual(['5 paused', '6 active']);
  });

  it('keeps its link when the catalog is reloaded', async () => {
    const system = await start();
    const { body: link } = await press(system, await token(), 'key-1');
    system.backend.reload();
    expect((await press(system, await token(), 'key-1')).body).toMatchObject({ id: link.id, payable: true });
  });
});

describe.each(APIS)('with %s, an order signed for one payment', (api) => {
  it('has one link, for all clients and all of its tokens', async () => {
    const system = await start({ MYTPE_API: api });
    const responses = await Promise.all(
      Array.from({ length: 20 }, async (_, n) =>
        press(system, await token(CART, 'order-7', n % 3, n % 2 ? NEW_KEY : OLD_KEY), `key-${n}`),
      ),
    );
    expect(new Set(responses.map(({ body }) => body.url)).size).toBe(1);
    expect((await system.made()).created).toBe(1);
  });

  it('gets another link for another amount; the first link is archived', async () => {
    const system = await start({ MYTPE_API: api });
    const offerToken = await token(INVOICE);
    const first = await press(system, offerToken, 'key-1', { amount: '500.00' });
    const second = await press(system, offerToken, 'key-2', { amount: '700.00' });
    expect(second.body).toMatchObject({ amount: '700.00', payable: true });
    expect((await system.get<LinkView>(`/v1/links/${first.body.id}`)).body).toMatchObject({
      status: 'archived',
      payable: false,
    });
    expect((await upstreamLinks(system)).map(({ status, amount }) => `${status} ${amount}`).toSorted()).toEqual([
      'active 700.00',
      `${CLOSED[api]} 500.00`,
    ]);
    const back = await press(system, offerToken, 'key-1', { amount: '500.00' });
    expect(back.body).toMatchObject({ amount: '500.00', payable: true });
    expect(back.body.id).not.toBe(first.body.id);
    expect((await payable(system)).map(({ amount }) => amount)).toEqual(['500.00']);
  });

  it('uses the later token and refuses the older token', async () => {
    const system = await start({ MYTPE_API: api });
    const [first, later] = [await token(), await token({ ...CART, amount: '5000.00' }, 'order-7', 1)];
    await press(system, first, 'key-1');
    expect((await press(system, later, 'key-2')).body).toMatchObject({ amount: '5000.00', payable: true });
    for (const response of [await resolve(system, first), await press(system, first, 'key-1')])
      expect([response.status, response.body['code']]).toEqual([401, 'offer_token_expired']);
    const sameMoment = await press(system, await token({ ...CART, amount: '1.00' }, 'order-7', 1), 'key-3');
    expect([sameMoment.status, sameMoment.body['code']]).toEqual([401, 'offer_token_expired']);
    expect((await payable(system)).map(({ amount }) => amount)).toEqual(['5000.00']);
  });

  it('refuses a token older than the latest token, even if the latest token changed no terms', async () => {
    const system = await start({ MYTPE_API: api });
    const { body: link } = await press(system, await token(), 'key-1');
    expect((await press(system, await token(CART, 'order-7', 3), 'key-2')).body.id).toBe(link.id);
    const between = await press(system, await token({ ...CART, amount: '1.00' }, 'order-7', 2), 'key-3');
    expect([between.status, between.body['code']]).toEqual([401, 'offer_token_expired']);
  });

  it('that was paid is not sold again; its payer gets the paid link', async () => {
    const system = await start({ MYTPE_API: api });
    const { body: link } = await press(system, await token(), 'key-1');
    await pay(system, link);
    // The backend has not read the link since. The read before its replacement finds the payment.
    const dearer = await press(system, await token({ ...CART, amount: '9000.00' }, 'order-7', 1), 'key-2');
    expect([dearer.status, dearer.body['code'], dearer.body['availability']]).toEqual([
      409,
      'offer_unavailable',
      'exhausted',
    ]);
    expect((await press(system, await token(), 'key-1')).body).toMatchObject({ id: link.id, paid: true });
    expect((await press(system, await token(), 'key-4')).status).toBe(409);
    expect((await resolve(system, await token())).body.availability).toBe('exhausted');
    expect(await payable(system)).toEqual([]);
    expect((await system.made()).created).toBe(1);
  });

  it.each(BY_MERCHANT[api])(
    'that the merchant closed at MyTPE ($path) stays closed until other terms are signed',
    async ({ method, path, status }) => {
      const system = await start({ MYTPE_API: api });
      const { body: link } = await press(system, await token(), 'key-1');
      const [made] = await payable(system);
      const { apiBaseUrl, v2BaseUrl } = system.sandbox;
      await fetch(`${api === 'v2' ? v2BaseUrl : apiBaseUrl}/links/${made!.id}/${path}`, {
        method,
        headers: { 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET },
      });
      // Watch the link, so that the backend reads it soon.
      const stream = await fetch(`${system.url}/v1/links/${link.id}/events`);
      await eventually(
        async () => (await system.get<LinkView>(`/v1/links/${link.id}`)).body.status === status,
        `the backend has read the status ${status}`,
      );
      await stream.body!.cancel();
      const same = await press(system, await token(CART, 'order-7', 1), 'key-2');
      expect([same.status, same.body['availability']]).toEqual([409, status]);
      const other = await press(system, await token({ ...CART, amount: '5000.00' }, 'order-7', 2), 'key-3');
      expect(other.body).toMatchObject({ amount: '5000.00', payable: true });
      expect((await payable(system)).map(({ amount }) => amount)).toEqual(['5000.00']);
      const back = await press(system, await token(CART, 'order-7', 3), 'key-1');
      expect(back.body).toMatchObject({ amount: '4500.00', payable: true });
    },
    30_000,
  );
});

describe.each(APIS)('with %s, concurrent requests for different links of one order', (api) => {
  it.each([
    ['different amounts', () => token(INVOICE), (n: number) => ({ amount: `${500 + n}.00` })],
    ['different terms', (n: number) => token({ ...CART, amount: 500 + n }, 'order-7', n / 100), () => ({})],
  ])(
    '%s: never more than one link is payable',
    async (_name, tokenOf, more) => {
      const system = await start({ MYTPE_API: api });
      const work = Promise.all(
        Array.from({ length: 6 }, async (_, n) => press(system, await tokenOf(n), `key-${n}`, more(n))),
      );
      expect(await mostPayableDuring(system, work)).toBe(1);
      expect(await payable(system)).toHaveLength(1);
      const responses = await work;
      for (const { status } of responses) expect([200, 201, 401, 409, 503]).toContain(status);
      expect(responses.some(({ status }) => status === 201)).toBe(true);
    },
    30_000,
  );
});
