/** One thing that can be wrong with a button on a page. */
export interface Message {
  /** What the console of the development build says, values in braces. */
  readonly says: string;
  /** When it is said; for the troubleshooting page. */
  readonly when: string;
}

/** Every problem by its code: the anchor of its section on the troubleshooting page. */
export const MESSAGES = {
  offer_missing: {
    says: 'needs an offer: add offer="…", an id of offers.yaml',
    when: 'neither `offer` nor `offer-token` is set a second after the element appeared',
  },
  endpoint_missing: {
    says: 'needs its backend: add endpoint="https://…" or call configure({ endpoint })',
    when: 'the element was bundled, and nothing named the backend within a second; a later `configure` still works',
  },
  offer_twice: {
    says: 'offer="{}" is not used, because offer-token wins: keep one of the two.',
    when: 'both kinds of offer are set',
  },
  endpoint_relative: {
    says: 'endpoint="{}" is not a full address: write endpoint="{}".',
    when: 'the address has no `https://`, or is relative to your own site',
  },
  endpoint_path: {
    says: 'endpoint="{}" goes too far, the rest is added to it: write endpoint="{}".',
    when: 'the address is one of the backend’s pages or files; a prefix such as `/payments` may stay',
  },
  endpoint_insecure: {
    says: 'endpoint="{}" is http on an https page, which browsers refuse: serve the backend by https.',
    when: 'the page is https, the backend is not',
  },
  unknown_value: {
    says: '{}="{}" is not one of {}: "{}" is used.',
    when: '`variant`, `target`, `theme` or `lang` has an unknown value',
  },
  unknown_share: {
    says: 'share="{}": "{}" is left out, it is not one of {}.',
    when: 'a word in `share` is unknown',
  },
  false_attribute: {
    says: '{}="false" has the same effect as any value: leave the attribute out.',
    when: '`terms-required="false"`; the same goes for `disabled`, where it cannot be noticed',
  },
  bad_reference: {
    says: 'reference="{}" will be refused: use 1 to 64 letters, digits, dots, underscores and hyphens.',
    when: 'the page’s own order id has other characters, or more',
  },
  terms_missing: {
    says: 'terms-required asks to accept terms that cannot be read: add terms-url="https://…", or a link in slot="terms".',
    when: 'there is a checkbox, and nothing to read',
  },
  unknown_attribute: {
    says: '{} is not an attribute of this element: did you mean {}?',
    when: 'an attribute is spelt almost like one of the element’s: `offerid`, `offer_id`, `data-offer`; a server that writes properties as attributes makes `termsrequired` of `termsRequired`',
  },
  page_decides_nothing: {
    says: '{} has no effect: titles and prices come from the offer, which only the backend can change, in its OFFERS_FILE.',
    when: '`price`, `currency`, `title-fr` and similar; `title` is the page’s own tooltip, and fine',
  },
  amount_unreadable: {
    says: 'amount="{}" cannot be read: write dinars with a point, as in amount="1500.00".',
    when: '`amount` is not written as in the example',
  },
  amount_fixed: {
    says: 'amount="{}" has no effect: this offer costs {} DA.',
    when: '`amount` differs from the price',
  },
  amount_hosted: {
    says: 'amount="{}" has no effect: the payer types the amount of this offer on the payment page.',
    when: '`amount` for an offer whose amount is typed at MyTPE',
  },
  amount_refused: {
    says: 'amount="{}" cannot be paid: this offer takes {}.',
    when: '`amount` is outside the bounds, or not a multiple of the step',
  },
  offer_not_found: {
    says: '{} has no offer "{}": ids are the keys under "offers:" in the OFFERS_FILE of the backend, and capital letters count.',
    when: 'the backend responds with 404',
  },
  origin_not_allowed: {
    says: '{} refuses pages of {}: add that to its ALLOWED_ORIGINS, and to allowed_origins where the offer has its own.',
    when: 'the backend responds with 403',
  },
  offer_token_expired: {
    says: 'offer-token has expired: sign a new one for each view of the page, or set the property offerToken to a function that fetches one.',
    when: 'the backend responds with 401, and a function has no newer token either',
  },
  offer_token_invalid: {
    says: 'offer-token is refused by {}: sign it with a key of its OFFER_TOKEN_KEYS; its log says what else is wrong with it.',
    when: 'the backend responds with 401',
  },
  offer_token_function: {
    says: 'offer-token="{}" is not a token: a template wrote a function into the attribute. Set the property offerToken instead.',
    when: 'the attribute is not three base64url parts; nothing is sent',
  },
  misconfigured: {
    says: '{} is not set up completely: its log says what is missing.',
    when: 'the backend responds with 503',
  },
  network: {
    says: 'no response from {}: does it run, does it allow {}, and does this page’s policy have it under connect-src?',
    when: 'there is no response at all, although the visitor is online',
  },
} as const satisfies Record<string, Message>;

export type MessageCode = keyof typeof MESSAGES;

/** A problem with the values for its message. */
export interface Warning {
  readonly code: MessageCode;
  readonly values: readonly string[];
}

/** Longer than any right value, in characters: the rest is cut. */
const MAX_SHOWN = 80;

export function warning(code: MessageCode, ...values: string[]): Warning {
  return { code, values };
}

/** The warning's sentence with its values. */
export function sentence({ code, values }: Warning): string {
  const rest = values.map((value) => (value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value));
  return MESSAGES[code].says.replaceAll('{}', () => rest.shift() ?? '');
}
