import { generateKeyPairSync } from 'node:crypto';

import type { LinkView, OfferView } from '@mytpe-pay/contract';
import { type OfferInput, type OfferSigningKey, signOffer } from '@mytpe-pay/tokens';

import type { System } from './harness.ts';

const pair = generateKeyPairSync('ed25519');

/** The merchant's keys: the old one, and the new one that replaces it. */
export const OLD_KEY = { kid: 'shop-1', alg: 'HS256', secret: 'an-example-secret-of-at-least-32-bytes' } as const;
export const NEW_KEY: OfferSigningKey = {
  kid: 'shop-2',
  alg: 'EdDSA',
  private_key_pem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
};
/** What the backend is told of them. */
export const OFFER_TOKEN_KEYS = JSON.stringify([
  OLD_KEY,
  { kid: 'shop-2', alg: 'EdDSA', public_key_pem: pair.publicKey.export({ type: 'spki', format: 'pem' }) },
]);

/** The address of a backend without `PUBLIC_URL`: its tests let the system choose the port. */
export const AUDIENCE = 'http://127.0.0.1:0';

/** One moment for all tests, so that the order of tokens is what each test says. */
const START = Date.now();

export const CART: OfferInput = {
  title: 'Commande 7',
  amount_mode: 'fixed',
  amount: '4500.00',
  usage_mode: 'one_shot',
};
export const INVOICE: OfferInput = { title: 'Facture', amount_mode: 'open', min_amount: 100, usage_mode: 'one_shot' };

/** @param later how many seconds after the first token of the tests this one was signed. */
export function token(
  offer: OfferInput = CART,
  jti = 'order-7',
  later = 0,
  key: OfferSigningKey = OLD_KEY,
  audience = AUDIENCE,
): Promise<string> {
  return signOffer(offer, { key, audience, jti, now: START - 30_000 + later * 1000 });
}

/** A link as MyTPE knows it, whatever the API. */
export interface UpstreamLink {
  readonly id: string;
  readonly slug: string;
  readonly status: string;
  readonly title: string;
  readonly amount: string;
  readonly max_uses?: number | null;
  readonly max_payments?: number | null;
  readonly metadata: { readonly our_ref: string };
}

export async function upstreamLinks({ control }: Pick<System, 'control'>): Promise<UpstreamLink[]> {
  const { links, v2 } = (await control('GET', '/state')) as { links: UpstreamLink[]; v2: { links: UpstreamLink[] } };
  return [...links, ...v2.links];
}

/** MyTPE's links that somebody could pay. */
export async function payable(system: Pick<System, 'control'>): Promise<UpstreamLink[]> {
  return (await upstreamLinks(system)).filter(({ status }) => status === 'active');
}

/** How many links could be paid at most, at any time until the work was done. */
export async function mostPayableDuring(system: Pick<System, 'control'>, work: Promise<unknown>): Promise<number> {
  const state = { isDone: false };
  const ended = work.finally(() => (state.isDone = true));
  let most = 0;
  while (!state.isDone) most = Math.max(most, (await payable(system)).length);
  await ended;
  return most;
}

type Resolved = OfferView & { readonly code?: string };

/** What a page is shown for a token. */
export async function resolve(
  { url }: Pick<System, 'url'>,
  offerToken: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: Resolved }> {
  const response = await fetch(`${url}/v1/offers/resolve`, {
    method: 'POST',
    body: JSON.stringify({ offer_token: offerToken }),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Resolved };
}

/** Presses the button under a token. */
export async function press(
  { post }: Pick<System, 'post'>,
  offerToken: string,
  key: string,
  more: object = {},
): Promise<{ status: number; body: LinkView & Record<string, unknown> }> {
  return post({ offer_token: offerToken, ...more }, key);
}
