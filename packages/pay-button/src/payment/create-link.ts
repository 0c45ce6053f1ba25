import { parseLink } from '../api/parse.ts';
import { type Backend, type PayError, request, sharedRequest } from '../api/request.ts';
import type { LinkView, OfferView } from '../api/types.ts';
import { attemptFor, attemptName, saveAttempt, savedAttempt } from './attempt-storage.ts';
import { sendUnderLoad } from './challenge.ts';
import { resolveOffer } from './offer-token.ts';
import type { OfferToken } from './pay-state.ts';

/** The request for a link. */
export interface LinkRequest {
  readonly backend: Backend;
  /** The offer as the page showed it. */
  readonly shown: OfferView;
  /** The chosen amount, dinars as text. `null` if none is chosen. */
  readonly amount: string | null;
  readonly offer: string | null;
  /** The source of a new token when `token` has expired. */
  readonly offerToken: OfferToken | null;
  readonly token: string | null;
  readonly reference: string | null;
}

export interface CreatedLink {
  readonly link: LinkView;
  /** The signed offer that was used. */
  readonly token: string | null;
}

/**
 * Creates the link for one attempt. Every repetition of the attempt, also after a reload, sends the same idempotency key.
 *
 * @param press aborted by `stop` and by the next click, which make the link obsolete.
 * @throws PayError of the last response.
 */
export async function createLink(wanted: LinkRequest, press: AbortController): Promise<CreatedLink> {
  try {
    return await postLink(wanted, press);
  } catch (error) {
    const { code } = error as Partial<PayError>;
    if (press.signal.aborted) throw error;
    if (code === 'offer_token_expired' && typeof wanted.offerToken === 'function') {
      // The backend compares the new token's offer with the version that was shown.
      const { token } = await resolveOffer(wanted.backend, wanted.offerToken);
      return postLink({ ...wanted, token }, press);
    }
    if (code !== 'idempotency_key_reused') throw error;
    saveAttempt(nameOf(wanted), null);
    return postLink(wanted, press);
  }
}

/**
 * Returns the link that this tab created before a reload. Discards a link that ended unpaid.
 * @param name of the attempt.
 * @returns `null` without a payable link, or if it cannot be read.
 */
export async function recallLink(backend: Backend, name: string): Promise<LinkView | null> {
  const id = savedAttempt(name)?.link;
  // All elements with this attempt send the request at the same moment.
  const link = id ? await sharedRequest(backend, `links/${id}`, parseLink).catch(() => null) : null;
  if (!link || link.paid || link.payable) return link;
  saveAttempt(name, null);
  return null;
}

async function postLink(wanted: LinkRequest, press: AbortController): Promise<CreatedLink> {
  const { backend, shown, amount, offer, token, reference } = wanted;
  const name = nameOf(wanted);
  const attempt = attemptFor(name, amount ?? (shown.amount.mode === 'fixed' ? shown.amount.value : ''));
  const body = {
    ...(token === null ? { offer } : { offer_token: token }),
    version: shown.version,
    ...(shown.amount.mode === 'open' && amount !== null && { amount }),
    ...(reference && shown.scope === 'payer' && { reference }),
  };
  const headers = { 'idempotency-key': attempt.key };
  // JSON leaves out a solution that is undefined.
  const link = await sendUnderLoad(
    (solution) => request(backend, 'links', parseLink, { ...body, solution }, headers),
    press,
  );
  if (link.scope === 'payer') saveAttempt(name, { ...attempt, link: link.id });
  return { link, token };
}

function nameOf({ backend, offer, token, reference }: LinkRequest): string {
  return attemptName(backend.endpoint, offer, token, reference);
}
