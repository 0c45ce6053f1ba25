/** A problem that a button on a page can have. */
export interface Message {
  /** The line in the console of the development build. `{}` stands for a value. */
  readonly says: string;
  /** The cause, for the troubleshooting page. */
  readonly when: string;
}

/** All problems by code. The code is the anchor of the problem's section on the troubleshooting page. */
export const MESSAGES = {
  offer_missing: {
    says: 'has no offer. Set offer="…" to an id from offers.yaml.',
    when: 'the page sets neither `offer` nor `offer-token` within a second',
  },
  endpoint_missing: {
    says: 'has no backend. Set endpoint="https://…" or call configure({ endpoint }).',
    when: 'the page bundles the element and sets no backend address within a second; a later `configure` still works',
  },
  offer_and_token: {
    says: 'offer="{}" is ignored because offer-token is set. Remove one of the two.',
    when: 'the page sets both `offer` and `offer-token`',
  },
  endpoint_scheme: {
    says: 'endpoint="{}" is not a full address. Set endpoint="{}".',
    when: 'the address has no `https://`, or is relative to your site',
  },
  endpoint_path: {
    says: 'endpoint="{}" has too long a path. Set endpoint="{}".',
    when: 'the address is a page or file of the backend; keep a prefix such as `/payments`',
  },
  endpoint_insecure: {
    says: 'endpoint="{}" uses http on an https page, which browsers block. Serve the backend over https.',
    when: 'the page uses https, and the backend does not',
  },
  value_unknown: {
    says: '{}="{}" is not one of {}. The element uses "{}".',
    when: '`variant`, `target`, `theme` or `lang` has an unknown value',
  },
  share_unknown: {
    says: 'share="{}": "{}" is ignored because it is not one of {}.',
    when: 'a value in `share` is unknown',
  },
  boolean_false: {
    says: '{}="false" enables the option, as any value does. Remove the attribute to disable it.',
    when: 'the page sets `terms-required="false"`; `disabled="false"` has the same effect, but the element cannot detect it',
  },
  reference_invalid: {
    says: 'reference="{}" is invalid. Use 1 to 64 letters, digits, dots, underscores and hyphens.',
    when: 'the reference contains other characters, or is too long',
  },
  terms_missing: {
    says: 'terms-required is set without a link to the terms. Add terms-url="https://…", or a link in slot="terms".',
    when: 'the payer must accept terms that the page does not link to',
  },
  attribute_unknown: {
    says: '{} is not an attribute of this element. Did you mean {}?',
    when: 'an attribute is probably misspelt: `offerid`, `offer_id`, `data-offer`; a server that renders properties as attributes writes `termsRequired` as `termsrequired`',
  },
  attribute_ignored: {
    says: '{} has no effect. Titles and prices come from the offer in the backend’s OFFERS_FILE.',
    when: 'the page sets `price`, `currency`, `title-fr` or a similar attribute; `title` is a tooltip of the page, and allowed',
  },
  amount_invalid: {
    says: 'amount="{}" is not an amount. Write dinars with a decimal point, such as amount="1500.00".',
    when: 'the format of `amount` differs from the example',
  },
  amount_fixed: {
    says: 'amount="{}" has no effect. This offer costs {} DA.',
    when: '`amount` differs from the price',
  },
  amount_hosted: {
    says: 'amount="{}" has no effect. The payer types the amount of this offer on the payment page.',
    when: '`amount` is set for an offer whose amount the payer types on MyTPE’s page',
  },
  amount_out_of_range: {
    says: 'amount="{}" cannot be paid. This offer accepts {}.',
    when: '`amount` is outside the bounds, or not a multiple of the step',
  },
  offer_not_found: {
    says: '{} has no offer "{}". Ids are the keys under "offers:" in the backend’s OFFERS_FILE and are case-sensitive.',
    when: 'the backend responds with 404 `offer_not_found`',
  },
  origin_not_allowed: {
    says: '{} refuses pages from {}. Add this origin to its ALLOWED_ORIGINS, and to the offer’s allowed_origins if it has any.',
    when: 'the backend responds with 403 `origin_not_allowed`',
  },
  offer_token_expired: {
    says: 'offer-token has expired. Sign a new token for each page view, or set the property offerToken to a function that fetches one.',
    when: 'the backend responds with 401 `offer_token_expired`, also after a function returned a new token',
  },
  offer_token_invalid: {
    says: '{} refused offer-token. Sign it with one of the OFFER_TOKEN_KEYS. The backend’s log shows the reason.',
    when: 'the backend responds with 401 `offer_token_invalid`',
  },
  offer_token_function: {
    says: 'offer-token="{}" is not a token. A template wrote a function into the attribute. Set the property offerToken instead.',
    when: 'the attribute `offer-token` is not a JWT; the element sends no request',
  },
  misconfigured: {
    says: '{} is not configured completely. Its log shows the missing setting.',
    when: 'the backend responds with 503 `misconfigured`',
  },
  network: {
    says: 'no response from {}. Check that it runs, that it allows {}, and that this page’s connect-src allows it.',
    when: 'the visitor is online, and the backend does not respond',
  },
} as const satisfies Record<string, Message>;

export type MessageCode = keyof typeof MESSAGES;

/** A problem with the values for its message. */
export interface Warning {
  readonly code: MessageCode;
  readonly values: readonly string[];
}

/** The length in characters at which a value is cut. Valid values are shorter. */
const MAX_SHOWN = 80;

export function warning(code: MessageCode, ...values: string[]): Warning {
  return { code, values };
}

/** The warning's message with its values. */
export function sentence({ code, values }: Warning): string {
  const rest = values.map((value) => (value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value));
  return MESSAGES[code].says.replaceAll('{}', () => rest.shift() ?? '');
}
