import { readFileSync, writeFileSync } from 'node:fs';

import type { LinkView, OfferView } from '@mytpe-pay/contract';
import { describe, expect, it } from 'vitest';

import { APIS } from '../src/domain/api-limits.ts';
import { ONE_LINK, type System, eventually, slugOf, startSystem } from './harness.ts';
import { upstreamLinks } from './signing.ts';

const created = async (system: System): Promise<number> => (await system.made()).created;

async function change(system: System, from: string, to: string): Promise<void> {
  const text = readFileSync(system.offersFile, 'utf8');
  expect(text).toContain(from);
  writeFileSync(system.offersFile, text.replace(from, to));
  system.backend.reload();
}

describe.each(APIS)('with %s, a shared offer', (api) => {
  it('costs one create and one publish, for any number of concurrent views', async () => {
    const system = await startSystem({ MYTPE_API: api });
    const views = await Promise.all(Array.from({ length: 200 }, () => system.get<OfferView>('/v1/offers/pay-us')));
    expect(new Set(views.map(({ status }) => status))).toEqual(new Set([200]));
    const later = await system.get<OfferView>('/v1/offers/pay-us');
    expect(later.body.link).toMatchObject({ scope: 'shared', payable: true, amount: '1000.00' });
    const pressed = await Promise.all(Array.from({ length: 50 }, () => system.post({ offer: 'pay-us' })));
    expect(new Set(pressed.map(({ body }) => body.url))).toEqual(new Set([later.body.link!.url]));
    expect(await system.made()).toEqual(ONE_LINK[api]);
  });

  it('gets a new link when its terms change, and a third when they change back', async () => {
    const system = await startSystem({ MYTPE_API: api });
    const urlOf = async () => (await system.get('/v1/offers/pay-us')).body.link!.url;
    const first = await urlOf();
    await change(system, 'amount: 1000', 'amount: 1200');
    await eventually(
      async () => (await system.get('/v1/offers/pay-us')).body.link?.amount === '1200.00',
      'the new price has a link',
    );
    const second = await urlOf();
    await change(system, 'amount: 1200', 'amount: 1000');
    await eventually(
      async () => (await system.get('/v1/offers/pay-us')).body.link?.amount === '1000.00',
      'the old price has a link',
    );
    expect(new Set([first, second, await urlOf()]).size).toBe(3);
    expect(await created(system)).toBe(3);
  });

  it('refuses presses once it is sold out, even though earlier responses came from the cache', async () => {
    const system = await startSystem({ MYTPE_API: api });
    let presses = 0;
    const statuses = async () =>
      new Set(
        await Promise.all(
          Array.from({ length: 5 }, async () => (await system.post({ offer: 'workshop' }, `p-${presses++}`)).status),
        ),
      );
    await system.post({ offer: 'workshop' }, 'first');
    expect(await statuses()).toEqual(new Set([200]));
    const [link] = await upstreamLinks(system);
    for (let seat = 0; seat < 5; seat += 1) await system.control('POST', `/links/${link!.id}/pay`, {});
    await eventually(async () => {
      await system.get('/v1/offers/workshop');
      return (await statuses()).has(409);
    }, 'the backend detects the last payment');
    expect(await statuses()).toEqual(new Set([409]));
  });

  it('returns a payer link for the key that created it, even after the offer became shared', async () => {
    const system = await startSystem({ MYTPE_API: api });
    const own = await system.post({ offer: 'tshirt' }, 'mine');
    expect(own).toMatchObject({ status: 201, body: { scope: 'payer' } });
    await change(system, 'amount: 4500, usage_mode: one_shot', 'amount: 4500, usage_mode: reusable');
    const others = async () => (await system.post({ offer: 'tshirt' }, 'another')).body;
    await eventually(async () => (await others()).scope === 'shared', 'the offer has a shared link');
    for (let press = 0; press < 3; press += 1) {
      expect((await system.post({ offer: 'tshirt' }, 'mine')).body).toMatchObject({ id: own.body.id, scope: 'payer' });
      expect(await others()).toMatchObject({ scope: 'shared' });
    }
  });

  it('keeps its link when only its texts change, and updates them at MyTPE', async () => {
    const system = await startSystem({ MYTPE_API: api });
    const before = (await system.get('/v1/offers/pay-us')).body;
    await change(system, 'Payez-nous', 'Payez ici');
    await eventually(async () => (await upstreamLinks(system))[0]!.title === 'Payez ici', 'MyTPE has the new title');
    const after = (await system.get('/v1/offers/pay-us')).body;
    expect(after).toMatchObject({ title: 'Payez ici', version: before.version, link: { url: before.link!.url } });
    expect(await created(system)).toBe(1);
  });

  it('sells only the remaining uses after its price changes', async () => {
    const system = await startSystem({ MYTPE_API: api });
    const { body } = await system.get('/v1/offers/workshop');
    const [link] = await upstreamLinks(system);
    for (let seat = 0; seat < 2; seat += 1) await system.control('POST', `/links/${link!.id}/pay`, {});
    await change(system, 'amount: 2500', 'amount: 3000');
    await eventually(
      async () => (await system.get('/v1/offers/workshop')).body.link?.amount === '3000.00',
      'the new price has a link',
    );
    const view = (await system.get('/v1/offers/workshop')).body;
    expect(view.usage).toMatchObject({ max_uses: 5, remaining_uses: 3 });
    expect(view.link!.url).not.toBe(body.link!.url);
    const uses = new Map(
      (await upstreamLinks(system)).map((made) => [made.max_uses ?? made.max_payments, made.status]),
    );
    expect([uses.size, uses.get(3), uses.get(5) === 'active']).toEqual([2, 'active', false]);
  });

  it('returns 409 when it is sold out, and gets no new link', async () => {
    const system = await startSystem({ MYTPE_API: api });
    await system.get('/v1/offers/workshop');
    const [link] = await upstreamLinks(system);
    for (let seat = 0; seat < 5; seat += 1) await system.control('POST', `/links/${link!.id}/pay`, {});
    await eventually(
      async () => (await system.post({ offer: 'workshop' })).status === 409 || (await refresh(system)),
      'the backend detects that the offer is sold out',
      40,
    );
    expect((await system.post({ offer: 'workshop' })).body).toMatchObject({
      code: 'offer_unavailable',
      availability: 'exhausted',
    });
    expect(await created(system)).toBe(1);
  }, 60_000);
});

/** Views the offer, so that the backend reads a stale link again. Always returns `false`. */
async function refresh(system: System): Promise<boolean> {
  await system.get('/v1/offers/workshop');
  return false;
}

describe.each(APIS)('with %s, a payer link', (api) => {
  it('is created once for a key, for any number of concurrent requests', async () => {
    const system = await startSystem({ MYTPE_API: api });
    const responses = await Promise.all(
      Array.from({ length: 50 }, () => system.post({ offer: 'donation', amount: '1500.00' }, 'key-1')),
    );
    expect(responses.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
    expect(new Set(responses.map(({ body }) => body.id)).size).toBe(1);
    expect(responses[0]!.body).toMatchObject({ amount: '1500.00', scope: 'payer', payable: true, paid: false });
    expect(await system.made()).toEqual(ONE_LINK[api]);
    expect((await system.post({ offer: 'donation', amount: '1500.00' }, 'key-1')).status).toBe(200);
  });

  it.each([[{ offer: 'donation', amount: '1550.00' }], [{ offer: 'donation', amount: '1500.00', reference: 'A-1' }]])(
    'is refused to another request with the same key: %j',
    async (body) => {
      const system = await startSystem({ MYTPE_API: api });
      await system.post({ offer: 'donation', amount: '1500.00' }, 'key-1');
      const other = await system.post(body, 'key-1');
      expect([other.status, other.body['code']]).toEqual([422, 'idempotency_key_reused']);
      expect(await created(system)).toBe(1);
    },
  );

  it('is shown as paid to all clients that read or watch it', async () => {
    const system = await startSystem({ MYTPE_API: api });
    const { body: link } = await system.post({ offer: 'tshirt' }, 'key-1');
    const stream = await fetch(`${system.url}/v1/links/${link.id}/events`);
    const events = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    await system.control('POST', `/links/${slugOf(link)}/pay`, {});
    let text = '';
    await eventually(
      async () => (text += (await events.read()).value ?? '').includes('"paid":true'),
      'the stream reports the payment',
      20,
    );
    expect(text).toMatch(/^retry: 3000\n\nevent: link\nid: 1\ndata: \{.*"paid":false/);
    expect((await system.get<LinkView>(`/v1/links/${link.id}`)).body).toMatchObject({
      paid: true,
      payable: false,
      status: 'exhausted',
    });
    await events.cancel();
  }, 30_000);

  it('has its reference and its id in the metadata at MyTPE', async () => {
    const system = await startSystem({ MYTPE_API: api });
    const { body: link } = await system.post({ offer: 'tshirt', reference: 'order-7' }, 'key-1');
    const [made] = await upstreamLinks(system);
    expect(made!.metadata).toEqual({ our_ref: link.id, offer: 'tshirt', reference: 'order-7' });
  });

  it('is not created when the price changed after display: the price shown is the price charged', async () => {
    const system = await startSystem({ MYTPE_API: api });
    const { version } = (await system.get('/v1/offers/tshirt')).body;
    await change(system, 'amount: 4500', 'amount: 5000');
    const stale = await system.post({ offer: 'tshirt', version }, 'key-1');
    expect([stale.status, stale.body['code']]).toEqual([409, 'offer_changed']);
    expect(await created(system)).toBe(0);
    const fresh = (await system.get('/v1/offers/tshirt')).body;
    expect((await system.post({ offer: 'tshirt', version: fresh.version }, 'key-1')).body.amount).toBe('5000.00');
  });
});

describe('a request with invalid or forged fields', () => {
  it.each([
    [{ offer: 'tshirt', amount: '1.00' }, 422, 'amount_not_accepted'],
    [{ offer: 'tshirt', price: '1.00' }, 400, 'validation_failed'],
    [{ offer: 'tshirt', title: 'Free' }, 400, 'validation_failed'],
    [{ offer: 'tshirt', url: 'https://evil.example' }, 400, 'validation_failed'],
    [{ offer: 'donation', amount: '150.00' }, 422, 'amount_below_min'],
    [{ offer: 'donation', amount: '50050.00' }, 422, 'amount_above_max'],
    [{ offer: 'donation', amount: '1520.00' }, 422, 'amount_off_step'],
    [{ offer: 'invoice' }, 422, 'amount_required'],
    [{ offer: 'nothing' }, 404, 'offer_not_found'],
    [{ offer_token: 'eyJ.x.y' }, 401, 'offer_token_invalid'],
  ])('%j: %d %s, and nothing is created', async (body, status, code) => {
    const system = await startSystem();
    const response = await system.post(body, 'key-1');
    expect([response.status, response.body['code']]).toEqual([status, code]);
    expect(await created(system)).toBe(0);
  });

  it('is refused without a key if a press creates a link', async () => {
    const system = await startSystem();
    expect((await system.post({ offer: 'tshirt' })).body['code']).toBe('idempotency_key_required');
  });
});

describe('the default limits', () => {
  const defaults = { MAX_LINKS_PER_MINUTE: '', MAX_UNPAID_LINKS_PER_ADDRESS: '' };

  it('allow 20 unpaid links per address; an offer without an open link then returns 429', async () => {
    const system = await startSystem(defaults);
    const responses = [];
    for (let press = 0; press < 22; press += 1) responses.push(await system.post({ offer: 'tshirt' }, `key-${press}`));
    expect(responses.map(({ status }) => status)).toEqual([...Array<number>(20).fill(201), 429, 429]);
    expect(responses.at(-1)!.headers.get('retry-after')).toMatch(/^\d+$/);
    const open = await system.post({ offer: 'donation', amount: '1500.00' }, 'key-d');
    expect(open.body).toMatchObject({ scope: 'shared', amount: null });
  });
});
