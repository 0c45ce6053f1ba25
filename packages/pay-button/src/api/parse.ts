import { PayError } from './request.ts';
import type { LinkView, OfferView } from './types.ts';

/** The longest link address that browsers, QR codes and messengers all accept, in characters. */
const MAX_URL_CHARACTERS = 2048;

/**
 * Returns a link of the backend unchanged. Every link enters the element here, so that no `javascript:` or relative address
 * can reach an `href`, a tab or a snapshot. @throws PayError `internal` unless `url` is an absolute http or https address of
 * at most 2048 characters.
 */
export function parseLink(body: unknown): LinkView {
  try {
    const { url } = body as { url: unknown };
    if (typeof url === 'string' && url.length <= MAX_URL_CHARACTERS && /^https?:\/\//i.test(url) && new URL(url))
      return body as LinkView;
  } catch {
    // Not an object, or not a URL.
  }
  throw new PayError('internal', false);
}

/** Returns an offer of the backend unchanged. @throws PayError `internal` if its shared link fails {@link parseLink}. */
export function parseOffer(body: unknown): OfferView {
  const offer = body as OfferView;
  if (offer.link) parseLink(offer.link);
  return offer;
}
