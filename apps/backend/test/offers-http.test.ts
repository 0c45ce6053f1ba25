import type { OfferView } from '@mytpe-pay/contract';
import { describe, expect, it } from 'vitest';

import { eventually, slugOf, startSystem } from './harness.ts';

const CREATE = ['POST', '/api/ext/links'] as const;

describe('an offer over HTTP', () => {
  it('returns 304 until it changes, then 200', async () => {
    const system = await startSystem();
    const first = await system.get('/v1/offers/pay-us');
    const etag = first.headers.get('etag')!;
    const known = { 'if-none-match': etag };
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect((await system.get('/v1/offers/pay-us', known)).status).toBe(304);
    const { body: workshop, headers } = await system.get('/v1/offers/workshop');
    await system.control('POST', `/links/${slugOf(workshop.link!)}/pay`, {});
    await eventually(async () => {
      const again = await system.get('/v1/offers/workshop', { 'if-none-match': headers.get('etag')! });
      return again.status === 200 && again.body.usage.remaining_uses === 4;
    }, 'fewer remaining uses give a new response');
  }, 30_000);

  it('has one response and one ETag per language', async () => {
    const system = await startSystem();
    const responses = await Promise.all(['ar', 'fr', 'en'].map((lang) => system.get(`/v1/offers/tshirt?lang=${lang}`)));
    expect(responses.map(({ body }) => body.title)).toEqual(['قميص', 'T-shirt', 'T-shirt']);
    const [arabic, french] = responses;
    expect(arabic!.headers.get('etag')).not.toBe(french!.headers.get('etag'));
    const asked = await system.get('/v1/offers/tshirt', { 'accept-language': 'ar-DZ,ar;q=0.9,fr;q=0.8' });
    expect(asked.headers.get('etag')).toBe(arabic!.headers.get('etag'));
    expect(new Set(responses.map(({ body }) => body.version)).size).toBe(1);
  });

  it('creates no link for an origin that is not allowed', async () => {
    const system = await startSystem({ ALLOWED_ORIGINS: 'https://shop.dz,https://*.branch.dz' });
    const from = async (origin: string) => (await system.get<OfferView>('/v1/offers/pay-us', { origin })).status;
    for (const origin of ['https://evil.dz', 'https://branch.dz', 'https://xbranch.dz', 'null'])
      expect(await from(origin)).toBe(403);
    expect(await system.calls(...CREATE)).toBe(0);
    for (const origin of ['https://shop.dz', 'https://a.b.branch.dz', system.url]) expect(await from(origin)).toBe(200);
    expect(await system.calls(...CREATE)).toBe(1);
  });

  it('with a payer link creates no link when it is viewed', async () => {
    const system = await startSystem();
    for (const offer of ['tshirt', 'invoice', 'donation', 'nothing']) await system.get(`/v1/offers/${offer}`);
    expect(await system.calls(...CREATE)).toBe(0);
  });
});
