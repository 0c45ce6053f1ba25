import { createHmac, sign } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { OfferKeys, verifyOffer } from '../src/index.ts';
import { PAIRS, VERIFYING } from './keys.ts';
import { AUDIENCE, NOW, TSHIRT } from './any-offers.ts';

const SECRET = (PAIRS.HS256.verifying as { secret: string }).secret;
const PUBLIC_PEM = (PAIRS.ES256.verifying as { public_key_pem: string }).public_key_pem;
const NOW_S = Math.floor(NOW / 1000);
const HEADER = { alg: 'HS256', kid: 'hs', typ: 'JWT' };
const CLAIMS = { aud: AUDIENCE, iat: NOW_S, exp: NOW_S + 600, jti: 'order-1', offer: TSHIRT };

const b64 = (data: string | Buffer): string => Buffer.from(data).toString('base64url');
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Signs any header and claims correctly, so that only their content can be rejected. */
function forge(header: unknown, claims: unknown, secret = SECRET): string {
  const input = `${b64(asText(header))}.${b64(asText(claims))}`;
  return `${input}.${b64(createHmac('sha256', secret).update(input).digest())}`;
}
const claims = (changes: object): string => forge(HEADER, { ...CLAIMS, ...changes });
const offer = (changes: object): string => claims({ offer: { ...TSHIRT, ...changes } });
/** Signs the claims after a replacement in their JSON text, for text that JSON.stringify never writes. */
const rewritten = (from: string, to: string): string => forge(HEADER, JSON.stringify(CLAIMS).replace(from, to));

const verified = (token: unknown) => verifyOffer(token, VERIFYING, { audience: AUDIENCE, now: NOW });

describe('a correctly signed token', () => {
  it.each([
    ['plain', forge(HEADER, CLAIMS)],
    ['without typ', forge({ alg: 'HS256', kid: 'hs' }, CLAIMS)],
    ['with one audience in a list', claims({ aud: [AUDIENCE] })],
    ['with claims of its issuer', claims({ iss: 'https://shop.example', sub: 'cart', nbf: NOW_S })],
    ['with an amount in digits', rewritten('"4500.00"', '4500')],
    ['with an amount in digits and centimes', rewritten('"4500.00"', '4500.00')],
    ['with a lifetime of a week', claims({ exp: NOW_S + 7 * 24 * 3600 })],
  ])('%s is accepted', async (_name, token) => {
    expect((await verified(token)).offer).toMatchObject({ amount: 450_000, usage_mode: 'one_shot' });
  });
});

describe('verifyOffer rejects', () => {
  it.each([
    ['a number', 42, 'malformed'],
    ['an empty string', '', 'malformed'],
    ['two parts', 'a.b', 'malformed'],
    ['five parts', 'a.b.c.d.e', 'malformed'],
    ['padding', `${forge(HEADER, CLAIMS)}=`, 'malformed'],
    ['spare bits', forge(HEADER, CLAIMS).slice(0, -1).concat('9'), 'malformed'],
    ['a line break', `${forge(HEADER, CLAIMS)}\n`, 'malformed'],
    ['a header that is not JSON', forge('{', CLAIMS), 'malformed'],
    ['a header that is a list', forge('[]', CLAIMS), 'malformed'],
    ['two algs', forge('{"alg":"none","alg":"HS256","kid":"hs"}', CLAIMS), 'malformed'],
    ['an alg spelled twice', forge('{"alg":"none","\\u0061lg":"HS256","kid":"hs"}', CLAIMS), 'malformed'],
    [
      'a payload that is not UTF-8',
      forge(HEADER, CLAIMS).replace(/\.[^.]*\./, `.${b64(Buffer.of(0xff))}.`),
      'bad_signature',
    ],
    ['a token that is too long', claims({ note: 'x'.repeat(8200) }), 'too_large'],
    ['alg none', forge({ alg: 'none', kid: 'hs' }, CLAIMS), 'wrong_algorithm'],
    ['alg none, unsigned', `${b64('{"alg":"none","kid":"hs"}')}.${b64(JSON.stringify(CLAIMS))}.`, 'malformed'],
    ['no kid', forge({ alg: 'HS256' }, CLAIMS), 'unsupported_header'],
    ['an unknown kid', forge({ ...HEADER, kid: 'unknown' }, CLAIMS), 'unknown_key'],
    ['a kid with a number', forge({ ...HEADER, kid: 1 }, CLAIMS), 'unsupported_header'],
    ['crit', forge({ ...HEADER, crit: ['exp'], exp: 1 }, CLAIMS), 'unsupported_header'],
    ['b64', forge({ ...HEADER, crit: ['b64'], b64: false }, CLAIMS), 'unsupported_header'],
    ['a key in the header', forge({ ...HEADER, jwk: { kty: 'oct', k: 'AAAA' } }, CLAIMS), 'unsupported_header'],
    ['a key URL in the header', forge({ ...HEADER, jku: 'https://evil.example' }, CLAIMS), 'unsupported_header'],
    ['another type', forge({ ...HEADER, typ: 'at+jwt' }, CLAIMS), 'unsupported_header'],
    ['another algorithm of the family', forge({ ...HEADER, alg: 'HS512' }, CLAIMS), 'wrong_algorithm'],
    ['a public key as a secret', forge({ alg: 'HS256', kid: 'es' }, CLAIMS, PUBLIC_PEM), 'wrong_algorithm'],
    ['the right kid, another secret', forge(HEADER, CLAIMS, `${SECRET}!`), 'bad_signature'],
    ['ES256 as EdDSA', forge({ alg: 'EdDSA', kid: 'es' }, CLAIMS), 'wrong_algorithm'],
    ['an HMAC as an ES256 signature', forge({ alg: 'ES256', kid: 'es' }, CLAIMS), 'bad_signature'],
    ['a signature in DER', derSigned(), 'bad_signature'],
    ['no aud', claims({ aud: undefined }), 'wrong_audience'],
    ['another aud', claims({ aud: 'someone' }), 'wrong_audience'],
    ['the aud of earlier versions', claims({ aud: 'mytpe-pay' }), 'wrong_audience'],
    ['several aud', claims({ aud: [AUDIENCE, 'someone'] }), 'wrong_audience'],
    ['no iat', claims({ iat: undefined }), 'invalid_claims'],
    ['no exp', claims({ exp: undefined }), 'invalid_claims'],
    ['exp as text', claims({ exp: String(NOW_S + 60) }), 'invalid_claims'],
    ['a huge exp', claims({ exp: 1e300 }), 'invalid_claims'],
    ['exp before iat', claims({ exp: NOW_S - 1 }), 'invalid_claims'],
    ['expired', claims({ iat: NOW_S - 600, exp: NOW_S - 61 }), 'expired'],
    ['iat in the future', claims({ iat: NOW_S + 62 }), 'not_yet_valid'],
    ['nbf in the future', claims({ nbf: NOW_S + 62 }), 'not_yet_valid'],
    ['a lifetime of more than a week', claims({ exp: NOW_S + 7 * 24 * 3600 + 62 }), 'lifetime_too_long'],
    ['no jti', claims({ jti: undefined }), 'invalid_claims'],
    ['jti as a number', claims({ jti: 42 }), 'invalid_claims'],
    ['a jti that is too long', claims({ jti: 'a'.repeat(129) }), 'invalid_claims'],
    ['a line break in jti', claims({ jti: 'a\nb' }), 'invalid_claims'],
    ['no offer', claims({ offer: undefined }), 'invalid_offer'],
    ['an offer id', claims({ offer: 'tshirt' }), 'invalid_offer'],
    ['an unknown field', offer({ price: '1.00' }), 'invalid_offer'],
    ['a prototype', rewritten('"title"', '"__proto__":{"amount":"1.00"},"title"'), 'invalid_offer'],
    ['payers', offer({ usage_mode: 'whitelist', allowed_payers: ['amel@example.dz'] }), 'invalid_offer'],
    ['a whitelist without payers', offer({ usage_mode: 'whitelist' }), 'invalid_offer'],
    ['a field of another mode', offer({ min_amount: '1.00' }), 'invalid_offer'],
    ['a field of another usage', offer({ max_uses: 5 }), 'invalid_offer'],
    ['no amount', offer({ amount: undefined }), 'invalid_offer'],
    ['two amounts', rewritten('"amount":', '"amount":"1.00","amount":'), 'malformed'],
    ['an amount in scientific notation', rewritten('"4500.00"', '4.5e3'), 'invalid_offer'],
    ['a third decimal', rewritten('"4500.00"', '4500.001'), 'invalid_offer'],
    ['a negative amount', rewritten('"4500.00"', '-4500'), 'invalid_offer'],
    ['an amount of 0', rewritten('"4500.00"', '0'), 'invalid_offer'],
    ['a trillion', rewritten('"4500.00"', '1000000000000'), 'invalid_offer'],
    ['another currency', offer({ currency: 'EUR' }), 'invalid_offer'],
    ['reserved metadata', offer({ metadata: { our_ref: 'lnk_x' } }), 'invalid_offer'],
    ['a payload that is not an object', forge(HEADER, JSON.stringify(AUDIENCE)), 'malformed'],
    ['a payload with a byte order mark', forge(HEADER, `\ufeff${JSON.stringify(CLAIMS)}`), 'malformed'],
  ])('%s', async (_name, token, reason) => {
    await expect(verified(token)).rejects.toMatchObject({ name: 'TokenError', reason });
  });

  it('without quoting the token in the message', async () => {
    const messages = await Promise.all(
      [
        offer({ title: { planted: 'planted' } }),
        forge({ ...HEADER, kid: 'planted' }, CLAIMS),
        claims({ jti: 'pla nted' }),
      ].map((token) => verified(token).catch((error: Error) => error.message)),
    );
    expect(messages.map(String).join()).not.toMatch(/"planted"|pla nted|kid planted/);
  });
});

/** Signs with ES256 in DER format (ASN.1). A JWT requires the two numbers concatenated instead. */
function derSigned(): string {
  const input = `${b64('{"alg":"ES256","kid":"es"}')}.${b64(JSON.stringify(CLAIMS))}`;
  return `${input}.${b64(sign('sha256', Buffer.from(input), (PAIRS.ES256.signing as { private_key_pem: string }).private_key_pem))}`;
}

describe('offer keys', () => {
  const hs = PAIRS.HS256.verifying;
  const rsa =
    '-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf\n-----END PUBLIC KEY-----';
  it.each([
    ['an empty list', []],
    ['three keys', [hs, { ...hs, kid: 'b' }, { ...hs, kid: 'c' }]],
    ['the same kid twice', [hs, PAIRS.ES256.verifying, { ...PAIRS.EdDSA.verifying, kid: 'hs' }].slice(0, 3)],
    ['a short secret', [{ ...hs, secret: 'x'.repeat(31) }]],
    ['a PEM as a secret', [{ ...hs, secret: PUBLIC_PEM }]],
    ['a key for two algorithms', [{ ...hs, public_key_pem: PUBLIC_PEM }]],
    ['a P-256 key for EdDSA', [{ kid: 'x', alg: 'EdDSA', public_key_pem: PUBLIC_PEM }]],
    ['an RSA key', [{ kid: 'x', alg: 'ES256', public_key_pem: rsa }]],
    ['an unsupported algorithm', [{ kid: 'x', alg: 'RS256', public_key_pem: rsa }]],
    ['a key without kid', [{ alg: 'HS256', secret: SECRET }]],
  ])('OfferKeys rejects %s', (_name, keys) => {
    expect(OfferKeys.safeParse(keys).success).toBe(false);
  });

  it('verifyOffer throws a TypeError for an invalid key', async () => {
    const short = [{ kid: 'hs', alg: 'HS256', secret: 'short' } as const];
    await expect(verifyOffer(forge(HEADER, CLAIMS, 'short'), short, { audience: AUDIENCE, now: NOW })).rejects.toThrow(
      TypeError,
    );
    const offCurve = PUBLIC_PEM.replace(/[A-Za-z0-9+/]{8}(?=[=\n]*-----END)/, 'AAAAAAAA');
    const keys = [{ kid: 'es', alg: 'ES256', public_key_pem: offCurve } as const];
    expect(OfferKeys.safeParse(keys).success).toBe(true);
    await expect(
      verifyOffer(forge({ alg: 'ES256', kid: 'es' }, CLAIMS), keys, { audience: AUDIENCE, now: NOW }),
    ).rejects.toThrow(TypeError);
  });
});
