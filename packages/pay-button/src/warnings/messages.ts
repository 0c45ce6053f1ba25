/** One thing that can be wrong with a button on a page. */
export interface Message {
  /** The line in the console of the development build; `{}` stands for a value. */
  readonly says: string;
  /** The cause, for the troubleshooting page. */
  readonly when: string;
}

/** Every problem by its code: the anchor of its section on the troubleshooting page. */
export const MESSAGES = {
  offer_missing: {
    says: 'needs an offer: add offer="…", an id of offers.yaml',
    when: 'the page sets neither `offer` nor `offer-token` within a second',
  },
  endpoint_missing: {
    says: 'needs its backend: add endpoint="https://…" or call configure({ endpoint })',
    when: 'the page bundles the element and sets no backend address within a second; a later `configure` still works',
  },
  offer_and_token: {
    says: 'offer="{}" is not used, because offer-token wins: keep one of the two.',
    when: 'both kinds of offer are there',
  },
  endpoint_scheme: {
    says: 'endpoint="{}" is not a full address: write endpoint="{}".',
    when: 'the address has no `https://`, or is relative to your own site',
  },
  endpoint_path: {
    says: 'endpoint="{}" goes too far, the rest is added to it: write endpoint="{}".',
    when: 'the address is one of the backend’s pages or files; keep a prefix such as `/payments`',
  },
  endpoint_insecure: {
    says: 'endpoint="{}" is http on an https page, which browsers refuse: serve the backend by https.',
    when: 'the page is https, the backend is not',
  },
  value_unknown: {
    says: '{}="{}" is not one of {}: "{}" is used.',
    when: '`variant`, `target`, `theme` or `lang` has an unknown value',
  },
  share_unknown: {
    says: 'share="{}": "{}" is left out, it is not one of {}.',
    when: 'a word in `share` is unknown',
  },
  boolean_false: {
    says: '{}="false" has the same effect as any value: leave the attribute out.',
    when: '`terms-required="false"`; `disabled="false"` has the same effect, and the element cannot detect it',
  },
  reference_invalid: {
    says: 'reference="{}" will be refused: use 1 to 64 letters, digits, dots, underscores and hyphens.',
    when: 'the reference has other characters, or is too long',
  },
  terms_missing: {
    says: 'terms-required asks to accept terms that cannot be read: add terms-url="https://…", or a link in slot="terms".',
    when: 'the page requires acceptance of terms and links to none',
  },
  attribute_unknown: {
    says: '{} is not an attribute of this element: did you mean {}?',
    when: 'an attribute is spelt almost like one of the element’s: `offerid`, `offer_id`, `data-offer`; a server that writes properties as attributes makes `termsrequired` of `termsRequired`',
  },
  attribute_ignored: {
    says: '{} has no effect: titles and prices come from the offer, which only the backend can change, in its OFFERS_FILE.',
    when: 'the page sets `price`, `currency`, `title-fr` or a similar attribute; `title` is the page’s own tooltip, and allowed',
  },
  amount_invalid: {
    says: 'amount="{}" cannot be read: write dinars with a point, as in amount="1500.00".',
    when: '`amount` has another format than the example',
  },
  amount_fixed: {
    says: 'amount="{}" has no effect: this offer costs {} DA.',
    when: '`amount` differs from the price',
  },
  amount_hosted: {
    says: 'amount="{}" has no effect: the payer types the amount of this offer on the payment page.',
    when: '`amount` is set for an offer whose amount the payer types at MyTPE',
  },
  amount_out_of_range: {
    says: 'amount="{}" cannot be paid: this offer takes {}.',
    when: '`amount` is outside the bounds, or off the step',
  },
  offer_not_found: {
    says: '{} has no offer "{}": ids are the keys under "offers:" in the OFFERS_FILE of the backend, and capital letters count.',
    when: 'the backend responds 404, `offer_not_found`',
  },
  origin_not_allowed: {
    says: '{} refuses pages of {}: add that to its ALLOWED_ORIGINS, and to allowed_origins where the offer has its own.',
    when: 'the backend responds 403, `origin_not_allowed`',
  },
  offer_token_expired: {
    says: 'offer-token has expired: sign a new one for each view of the page, or set the property offerToken to a function that fetches one.',
    when: 'the backend responds 401, `offer_token_expired`, also after a function returned a new token',
  },
  offer_token_invalid: {
    says: 'offer-token is refused by {}: sign it with a key of its OFFER_TOKEN_KEYS; its log says what else is wrong with it.',
    when: 'the backend responds 401, `offer_token_invalid`',
  },
  offer_token_function: {
    says: 'offer-token="{}" is not a token: a template wrote a function into the attribute. Set the property offerToken instead.',
    when: 'the attribute `offer-token` is not a JWT; the element sends nothing',
  },
  misconfigured: {
    says: '{} is not set up completely: its log says what is missing.',
    when: 'the backend responds 503, `misconfigured`',
  },
  network: {
    says: 'no response from {}: does it run, does it allow {}, and does this page’s policy have it under connect-src?',
    when: 'the visitor is online, and the backend does not respond',
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
