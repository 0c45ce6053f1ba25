/** All that the element tells whoever writes a page, places in braces; `docs/element/troubleshooting.md` has each of them. */
export const MESSAGES = {
  both: 'offer="{}" is not used, because offer-token wins: keep one of the two.',
  endpointScheme: 'endpoint="{}" is no full address: write endpoint="{}".',
  endpointPath: 'endpoint="{}" goes too far, the rest is added to it: write endpoint="{}".',
  endpointInsecure: 'endpoint="{}" is http on an https page, which browsers refuse: serve the backend by https.',
  value: '{}="{}" is none of {}, so that "{}" holds.',
  shareValue: 'share="{}": "{}" is left out, it is none of {}.',
  boolean: '{}="false" holds all the same, as any value does: leave the attribute out.',
  reference: 'reference="{}" will be refused: use 1 to 64 letters, digits, dots, underscores and hyphens.',
  termsMissing:
    'terms-required asks to accept terms that cannot be read: add terms-url="https://…", or a link in slot="terms".',
  attribute: '{} is not an attribute of this element: did you mean {}?',
  decided:
    '{} changes nothing: titles and prices come from the offer, which only the backend can change, in its OFFERS_FILE.',
  amountUnread: 'amount="{}" cannot be read: write dinars with a point, as in amount="1500.00".',
  amountFixed: 'amount="{}" changes nothing: this offer costs {} DA.',
  amountHosted: 'amount="{}" changes nothing: the payer types the amount of this offer on the payment page.',
  amountRefused: 'amount="{}" cannot be paid: this offer takes {}.',
  unknownOffer:
    '{} has no offer "{}": ids are the keys under "offers:" in the OFFERS_FILE of the backend, and capital letters count.',
  origin:
    '{} refuses pages of {}: add that to its ALLOWED_ORIGINS, and to allowed_origins where the offer has its own.',
  tokenExpired:
    'offer-token has expired: sign a new one for each view of the page, or set the property offerToken to a function that fetches one.',
  tokenInvalid:
    'offer-token is refused by {}: sign it with a key of its OFFER_TOKEN_KEYS; its log says what else is wrong with it.',
  misconfigured: '{} is not set up completely: its log says what is missing.',
  noAnswer: 'no answer from {}: does it run, does it allow {}, and does this page’s policy have it under connect-src?',
} as const;

export type MessageKey = keyof typeof MESSAGES;

/** Something wrong, with what belongs into its places. */
export interface Hint {
  readonly key: MessageKey;
  readonly values: readonly string[];
}

/** Longer than any value that can be right: the rest tells nothing. */
const SHOWN = 80;

export function hint(key: MessageKey, ...values: string[]): Hint {
  return { key, values };
}

export function worded({ key, values }: Hint): string {
  const rest = values.map((value) => (value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value));
  return MESSAGES[key].replaceAll('{}', () => rest.shift() ?? '');
}
