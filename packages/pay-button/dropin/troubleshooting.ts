import { MESSAGES } from '../src/hints/messages.ts';
import { NEEDS } from '../src/payment/offer-token.ts';

/** A section of the troubleshooting page that the backend serves. */
export interface Problem {
  /** Id of the section. */
  readonly code: string;
  /** The console message; an ellipsis stands for a value of the page. */
  readonly says: string;
  /** The cause. Text between backticks is code. */
  readonly when: string;
}

const problem = (code: string, message: string, when: string): Problem => ({
  code,
  says: message.replaceAll('{}', '…'),
  when,
});

/** Every problem that the element reports in the console, in the order of `docs/element/troubleshooting.md`. */
export const TROUBLESHOOTING: readonly Problem[] = [
  problem('offer_missing', NEEDS.offer, 'neither `offer` nor `offer-token` is there'),
  problem('endpoint_missing', NEEDS.endpoint, 'the page bundles the element and sets no backend address'),
  problem('offer_and_token', MESSAGES.both, 'both kinds of offer are there'),
  problem('endpoint_scheme', MESSAGES.endpointScheme, 'the address has no `https://`, or is relative to your own site'),
  problem(
    'endpoint_path',
    MESSAGES.endpointPath,
    'the address is one of the backend’s pages or files; keep a prefix such as `/payments`',
  ),
  problem('endpoint_insecure', MESSAGES.endpointInsecure, 'the page is https, the backend is not'),
  problem('value_unknown', MESSAGES.value, '`variant`, `target`, `theme` or `lang` has an unknown value'),
  problem('share_unknown', MESSAGES.shareValue, 'a word in `share` is unknown'),
  problem(
    'boolean_false',
    MESSAGES.boolean,
    '`terms-required="false"`; `disabled="false"` has the same effect, and the element cannot detect it',
  ),
  problem('reference_invalid', MESSAGES.reference, 'the reference has other characters, or is too long'),
  problem('terms_missing', MESSAGES.termsMissing, 'the page requires acceptance of terms and links to none'),
  problem(
    'attribute_unknown',
    MESSAGES.attribute,
    'an attribute is spelt almost like one of the element’s: `offerid`, `offer_id`, `data-offer`',
  ),
  problem(
    'attribute_ignored',
    MESSAGES.decided,
    'the page sets `price`, `currency`, `title-fr` or a similar attribute; `title` is the page’s own tooltip, and allowed',
  ),
  problem('amount_invalid', MESSAGES.amountUnread, '`amount` has another format than the example'),
  problem('amount_fixed', MESSAGES.amountFixed, '`amount` differs from the price'),
  problem('amount_hosted', MESSAGES.amountHosted, '`amount` is set for an offer whose amount the payer types at MyTPE'),
  problem('amount_out_of_range', MESSAGES.amountRefused, '`amount` is outside the bounds, or off the step'),
  problem('offer_not_found', MESSAGES.unknownOffer, 'the backend responds 404, `offer_not_found`'),
  problem('origin_not_allowed', MESSAGES.origin, 'the backend responds 403, `origin_not_allowed`'),
  problem(
    'offer_token_expired',
    MESSAGES.tokenExpired,
    'the backend responds 401, `offer_token_expired`, also after a function returned a new token',
  ),
  problem('offer_token_invalid', MESSAGES.tokenInvalid, 'the backend responds 401, `offer_token_invalid`'),
  problem('misconfigured', MESSAGES.misconfigured, 'the backend responds 503, `misconfigured`'),
  problem('network', MESSAGES.noAnswer, 'the visitor is online, and the backend does not respond'),
];
