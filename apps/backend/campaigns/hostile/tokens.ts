import { createHmac } from 'node:crypto';

import type { Chance } from './random.ts';
import { mutated } from './schema-values.ts';

/** The merchant's signing key, as in the backend's settings. */
export interface TokenKey {
  readonly kid: string;
  readonly secret: string;
}

const OFFERS = [
  { title: 'Commande', amount_mode: 'fixed', amount: '4500.00', usage_mode: 'one_shot' },
  { title: '<hostile-tag>"\'', amount_mode: 'open', min_amount: 100, usage_mode: 'one_shot' },
  { title: { fr: 'Café', ar: 'قهوة' }, amount_mode: 'fixed', amount: 150, usage_mode: 'reusable' },
];

/** Creates offer tokens: valid ones, tokens with wrong claims and a valid signature, and forgeries. */
export function hostileTokens(chance: Chance, key: TokenKey, audience: string, now: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const claims = {
      aud: audience,
      iat: now - chance.pick([0, 10, 100]),
      exp: now + chance.pick([3600, 86_400]),
      jti: `order-${at}`,
      offer: chance.pick(OFFERS) as unknown,
    };
    const header = { alg: 'HS256', kid: key.kid };
    return chance.pick([
      () => jwt(header, claims, key.secret),
      () => jwt(header, { ...claims, offer: mutated(chance, claims.offer) }, key.secret),
      () => jwt(header, mutated(chance, claims), key.secret),
      () => jwt(mutated(chance, header), claims, key.secret),
      () => jwt({ alg: 'none', kid: key.kid }, claims, ''),
      () => jwt(header, claims, 'a-key-that-the-merchant-never-had-0000'),
      () => jwt(header, { ...claims, exp: now - 7200, iat: now - 9000 }, key.secret),
    ])();
  });
}

function jwt(header: unknown, claims: unknown, secret: string): string {
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = secret === '' ? '' : createHmac('sha256', secret).update(signed).digest('base64url');
  return `${signed}.${signature}`;
}
