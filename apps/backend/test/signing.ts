import { generateKeyPairSync } from 'node:crypto';

import type { LinkView, OfferView } from '@mytpe-pay/contract';
import { type OfferInput, type OfferSigningKey, signOffer } from '@mytpe-pay/tokens';

import type { System } from './harness.ts';

const pair = generateKeyPairSync('ed25519');

/** The merchant's old signing key, and the new key that replaces it. */
export const OLD_KEY = { kid: 'shop-1', alg: 'HS256', secret: 'an-example-secret-of-at-least-32-bytes' } as const;
export const NEW_KEY: OfferSigningKey = {
  kid: 'shop-2',
  alg: 'EdDSA',
  private_key_pem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
};
/** The backend's setting for both keys; of the new key it knows only the public part. */
export const OFFER_TOKEN_KEYS = JSON.stringify([
  OLD_KEY,
  { kid: 'shop-2', alg: 'EdDSA', public_key_pem: pair.publicKey.export({ type: 'spki', format: 'pem' }) },
]);

/** The address of a backend without `PUBLIC_URL`: its tests let the system choose the port. */
export const AUDIENCE = 'http://127.0.0.1:0';

/** One start time for all tokens, so that `later` alone decides their order. */
const START = Date.now();

export const CART: OfferInput = {
  title: 'Commande 7',
  amount_mode: 'fixed',
  amount: '4500.00',
  usage_mode: 'one_shot',
};
export const INVOICE: OfferInput = { title: 'Facture', amount_mode: 'open', min_amount: 100, usage_mode: 'one_shot' };

/** Signs an offer. @param later seconds between the first token and this token. Default: 0. */
export function token(
  offer: OfferInput = CART,
  jti = 'order-7',
  later = 0,
  key: OfferSigningKey = OLD_KEY,
  audience = AUDIENCE,
): Promise<string> {
  return signOffer(offer, { key, audience, jti, now: START - 30_000 + later * 1000 });
}

/** A link in the sandbox's state, of either API. */
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

/** Returns all links in the sandbox, of both APIs. */
export async function upstreamLinks({ control }: Pick<System, 'control'>): Promise<UpstreamLink[]> {
  const { links, v2 } = (await control('GET', '/state')) as { links: UpstreamLink[]; v2: { links: UpstreamLink[] } };
  return [...links, ...v2.links];
}

/** Returns the links at MyTPE that can be paid. */
export async function payable(system: Pick<System, 'control'>): Promise<UpstreamLink[]> {
  return (await upstreamLinks(system)).filter(({ status }) => status === 'active');
}

/** Returns the highest number of links that could be paid at the same time while `work` ran. */
export async function mostPayableDuring(system: Pick<System, 'control'>, work: Promise<unknown>): Promise<number> {
  const state = { isDone: false };
  const ended = work.finally(() => (state.isDone = true));
  let most = 0;
  while (!state.isDone) most = Math.max(most, (await payable(system)).length);
  await ended;
  return most;
}

type Resolved = OfferView & { readonly code?: string };

/** Resolves an offer token, as a page does. */
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

/** Requests a link for an offer token, as a press on the button does. */
export async function press(
  { post }: Pick<System, 'post'>,
  offerToken: string,
  key: string,
  more: object = {},
): Promise<{ status: number; body: LinkView & Record<string, unknown> }> {
  return post({ offer_token: offerToken, ...more }, key);
}
