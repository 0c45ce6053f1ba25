import type { Backend } from '../backend.ts';
import type { OfferToken } from '../states.ts';
import type { OfferView } from '../views.ts';
import { sayOnce } from './say-once.ts';
import type { Tools } from './tools.ts';

/** The offer that a token describes, and the token that was good. */
export async function resolveToken(
  { ask, parseOffer }: Tools,
  backend: Backend,
  source: OfferToken,
): Promise<{ token: string; offer: OfferView }> {
  const resolve = async () => {
    const token = typeof source === 'string' ? source : await source();
    return { token, offer: await ask(backend, 'offers/resolve', parseOffer, { offer_token: token }) };
  };
  return resolve().catch((error: { code?: string }) => {
    // A function can fetch another token; a string cannot.
    if (typeof source === 'function' && error.code === 'offer_token_expired') return resolve();
    throw error;
  });
}

/** What a button cannot do without, said to whoever writes the page. */
export const NEEDS = {
  offer: 'needs an offer: add offer="…", an id of offers.yaml',
  endpoint: 'needs its backend: add endpoint="https://…" or call configure({ endpoint })',
} as const;

export function wrongMarkup({ PayError }: Tools, page: object, hasEndpoint: boolean): Error {
  sayOnce(page, hasEndpoint ? NEEDS.offer : NEEDS.endpoint);
  return new PayError('validation_failed', false);
}
