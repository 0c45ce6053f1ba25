import type { Host } from '../model.ts';
import type { sayOnce } from '../payment/say-once.ts';
import { wrongAmount } from './amount.ts';
import { strangeAttributes, wrongValues } from './attributes.ts';
import { wrongEndpoint } from './endpoint.ts';
import { type Hint, hint, worded } from './messages.ts';

type Failure = NonNullable<Host['model']['error']>;

/**
 * Tells whoever writes the page what is wrong with it. It is loaded only where something is, or where pages are written.
 * @param amount what the page preselected, before the element put it right.
 */
export function tell(host: Host, element: Element, amount: string | null, say: typeof sayOnce): void {
  const { error, offer } = host.model;
  const { offer: offerId, offerToken, reference, termsRequired, termsUrl } = host.page;
  const { endpoint } = host.backend();
  const own = (element.constructor as unknown as { observedAttributes: string[] }).observedAttributes;
  const slips: Hint[] = [
    ...(offerId && offerToken ? [hint('both', offerId)] : []),
    ...(endpoint ? wrongEndpoint(endpoint, location) : []),
    ...wrongValues(element),
    ...strangeAttributes(element, own),
    ...(!reference || /^[\w.-]{1,64}$/.test(reference) ? [] : [hint('reference', reference)]),
    ...(termsRequired && !termsUrl && !element.querySelector('[slot=terms]') ? [hint('termsMissing')] : []),
    ...(amount && offer ? wrongAmount(amount, offer.amount) : []),
  ];
  for (const slip of slips) say(element, worded(slip), 'warn');
  const failure = error && failed(error, endpoint, offerId ?? '');
  if (failure) say(element, worded(failure));
}

/** What whoever writes the page can do about a failure. */
function failed({ code }: Failure, endpoint: string, offer: string): Hint | null {
  const { origin } = location;
  if (code === 'offer_not_found') return hint('unknownOffer', endpoint, offer);
  if (code === 'origin_not_allowed') return hint('origin', endpoint, origin);
  if (code === 'offer_token_expired') return hint('tokenExpired');
  if (code === 'offer_token_invalid') return hint('tokenInvalid', endpoint);
  if (code === 'misconfigured') return hint('misconfigured', endpoint);
  return code === 'network' && navigator.onLine ? hint('noAnswer', endpoint, origin) : null;
}
