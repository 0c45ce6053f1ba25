import { createHmac, randomUUID } from 'node:crypto';

const HALF_AN_HOUR_S = 1800;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * An order signed like a shop's server would: a JWT (HS256) that any JWT library can write. Here it is written out, to show
 * how little there is to it.
 * @param secret the key that the backend has under the same `kid` in `OFFER_TOKEN_KEYS`.
 * @param audience the backend's address, as in its setting `PUBLIC_URL`.
 */
export function signOrder(secret: string, audience: string): string {
  const now = Math.floor(Date.now() / 1000);
  const offer = {
    title: { fr: 'Panier : 2 T-shirts, 1 tasse', ar: 'سلة: قميصان وفنجان', en: 'Basket: 2 T-shirts, 1 cup' },
    amount_mode: 'fixed',
    amount: '10250.00',
    usage_mode: 'one_shot',
  };
  const claims = { aud: audience, iat: now, exp: now + HALF_AN_HOUR_S, jti: randomUUID(), offer };
  const signed = `${part({ alg: 'HS256', kid: 'demo' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
