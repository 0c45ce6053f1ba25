import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { runs } from '../../../.ci/sample.ts';
import { TokenError, signOffer, verifyOffer } from '../src/index.ts';
import { PAIRS, VERIFYING } from './keys.ts';
import { AUDIENCE, NOW, TSHIRT, anyJti, anyOffer } from './any-offers.ts';

const COMMON = { audience: AUDIENCE, now: NOW };
const pairs = Object.values(PAIRS);
const anyKey = fc.constantFrom(...pairs.map(({ signing }) => signing));

describe('a signed offer', () => {
  it('keeps all claims, with every algorithm', async () => {
    const ttl = fc.integer({ min: 1, max: 7 * 24 * 3600 });
    await fc.assert(
      fc.asyncProperty(anyOffer, anyJti, anyKey, ttl, async (offer, jti, key, ttlSeconds) => {
        const token = await signOffer(offer, { ...COMMON, key, jti, ttlSeconds });
        const claims = await verifyOffer(token, VERIFYING, COMMON);
        const seconds = Math.floor(NOW / 1000);
        expect([claims.jti, claims.iat, claims.exp]).toEqual([jti, NOW / 1000, seconds + ttlSeconds]);
        expect(Object.keys(claims.offer).toSorted()).toEqual(Object.keys(offer).toSorted());
        if (offer.amount !== undefined) expect(claims.offer.amount).toBe(Math.round(Number(offer.amount) * 100));
      }),
      { numRuns: runs(300, 3000) },
    );
  });

  it('is rejected if one bit is flipped', async () => {
    const tokens = await Promise.all(
      pairs.map(({ signing }) => signOffer(TSHIRT, { ...COMMON, key: signing, jti: 'a' })),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tokens), fc.nat(), fc.integer({ min: 0, max: 6 }), async (token, at, bit) => {
        const place = at % token.length;
        const flipped = String.fromCharCode(token.charCodeAt(place) ^ (1 << bit));
        const changed = token.slice(0, place) + flipped + token.slice(place + 1);
        await expect(verifyOffer(changed, VERIFYING, COMMON)).rejects.toBeInstanceOf(TokenError);
      }),
      { numRuns: runs(1500, 15_000) },
    );
  });

  it('throws a TokenError for any other input', async () => {
    const token = await signOffer(TSHIRT, { ...COMMON, key: PAIRS.HS256.signing, jti: 'a' });
    const part = fc.oneof(fc.string(), fc.base64String(), fc.constantFrom(...token.split('.')));
    const wild = fc.oneof(
      fc.anything(),
      fc.string({ maxLength: 10_000 }),
      fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')),
      fc.tuple(fc.nat(), fc.nat(), fc.string()).map(([from, to, middle]) => {
        const [a, b] = [from % token.length, to % token.length];
        return token.slice(0, a) + middle + token.slice(b);
      }),
    );
    await fc.assert(
      fc.asyncProperty(wild, async (input) => {
        const outcome = await verifyOffer(input, VERIFYING, COMMON).catch((error: unknown) => error);
        if (input !== token) expect(outcome).toBeInstanceOf(TokenError);
      }),
      { numRuns: runs(3000, 30_000) },
    );
  });

  it('is valid from its iat to its exp, with a tolerance of one minute', async () => {
    const token = await signOffer(TSHIRT, { ...COMMON, key: PAIRS.EdDSA.signing, jti: 'a', ttlSeconds: 600 });
    const at = (seconds: number) =>
      verifyOffer(token, VERIFYING, { ...COMMON, now: NOW + seconds * 1000 }).then(
        () => 'good',
        (error: TokenError) => error.reason,
      );
    expect(await Promise.all([-61, -60, 0, 600, 659, 660].map(at))).toEqual([
      'not_yet_valid',
      'good',
      'good',
      'good',
      'good',
      'expired',
    ]);
  });

  it.each([
    [{ ...TSHIRT, amount: 0.1 + 0.2 }, 'offer.amount'],
    [{ ...TSHIRT, amount: '4500.001' }, 'offer.amount'],
    [{ ...TSHIRT, amount: '0.00' }, 'offer.amount'],
    [{ ...TSHIRT, title: '' }, 'offer.title'],
    [{ ...TSHIRT, max_uses: 5 }, 'offer.max_uses'],
    [{ ...TSHIRT, price: '1.00' }, 'offer.price'],
  ])('is not created for an invalid offer: %j', async (offer, path) => {
    const signed = signOffer(offer, { ...COMMON, key: PAIRS.HS256.signing, jti: 'a' });
    await expect(signed).rejects.toMatchObject({ reason: 'invalid_offer', problems: [{ path }] });
  });

  it.each([
    [{ jti: 'a', ttlSeconds: 7 * 24 * 3600 + 61 }, 'lifetime_too_long'],
    [{ jti: 'a', ttlSeconds: -1 }, 'invalid_claims'],
    [{ jti: '' }, 'invalid_claims'],
    [{ jti: 'a'.repeat(129) }, 'invalid_claims'],
    [{ jti: 'a b' }, 'invalid_claims'],
  ])('is not created with %j', async (options, reason) => {
    const signed = signOffer(TSHIRT, { ...COMMON, key: PAIRS.HS256.signing, ...options });
    await expect(signed).rejects.toMatchObject({ reason });
  });

  it('is rejected unless the audience matches byte for byte', async () => {
    const token = await signOffer(TSHIRT, { ...COMMON, key: PAIRS.HS256.signing, jti: 'a' });
    const read = (audience: string | readonly string[]) => verifyOffer(token, VERIFYING, { ...COMMON, audience });
    expect((await read(['mytpe-pay', AUDIENCE])).jti).toBe('a');
    for (const other of ['https://staging.shop.example', `${AUDIENCE}/`, 'mytpe-pay'])
      await expect(read(other)).rejects.toMatchObject({ reason: 'wrong_audience', message: `aud must be "${other}"` });
  });

  it.each([undefined, '', [], [AUDIENCE, '']])(
    'is neither created nor verified without an audience: %j',
    async (audience) => {
      const options = { ...COMMON, audience: audience as string, key: PAIRS.HS256.signing, jti: 'a' };
      await expect(signOffer(TSHIRT, options)).rejects.toThrow(TypeError);
      const token = await signOffer(TSHIRT, { ...options, audience: AUDIENCE });
      await expect(verifyOffer(token, VERIFYING, options)).rejects.toThrow('audience is required');
    },
  );
});
