import type { Offer } from './offer.ts';
import { type LinkTerms, offerTerms, payerTerms } from './terms.ts';

/** The reason why the MyTPE API in use cannot create links with some terms. */
export interface TermsRefusal {
  /** The field of the offer that the API does not support. */
  readonly field: 'form_id' | 'usage_mode' | 'min_amount' | 'max_amount';
  readonly why: string;
}

/** Returns the reason why the MyTPE API in use cannot create a link with these terms; `null` if it can. */
export type RefusalOf = (terms: LinkTerms) => TermsRefusal | null;

type Terms = Pick<Offer, 'amount' | 'currency' | 'formId' | 'scope' | 'usage'>;

/** Returns the reason why the API cannot create the link that a click on the button needs; `null` if it can. */
export function offerRefusal(offer: Terms, refusalOf: RefusalOf): TermsRefusal | null {
  const { amount } = offer;
  const isTypedHere = amount.mode === 'open' && amount.entry === 'button';
  return refusalOf(isTypedHere ? payerTerms(offer, amount.min ?? amount.step) : offerTerms(offer));
}

/**
 * `true` if all payers can share one link of the offer: every `shared` offer, and a `reusable` offer whose open link the API
 * can create.
 */
export function hasSharedLink(offer: Terms, refusalOf: RefusalOf): boolean {
  if (offer.scope === 'shared') return true;
  return offer.usage.mode === 'reusable' && refusalOf(offerTerms(offer)) === null;
}

/** The usage modes that v2 does not support, with the missing feature. */
const UNSUPPORTED_MODES: Readonly<Partial<Record<LinkTerms['usageMode'], string>>> = {
  capped_amount: 'total amounts',
  time_window: 'time windows',
  whitelist: 'lists of payers',
};

/** Returns the reason why v2 cannot create a link with these terms; `null` if it can. v2 itself would ignore such a term. */
export function v2Refusal(terms: LinkTerms): TermsRefusal | null {
  const { usageMode, minAmount } = terms;
  if (terms.formId !== null) return { field: 'form_id', why: 'MyTPE v2 does not support forms' };
  const unsupported = UNSUPPORTED_MODES[usageMode];
  if (unsupported !== undefined)
    return { field: 'usage_mode', why: `MyTPE v2 does not support ${unsupported} (${usageMode})` };
  if (terms.amountMode === 'fixed') return null;
  if (usageMode !== 'reusable')
    return {
      field: 'usage_mode',
      why: `MyTPE v2 cannot limit the payments of an amount that the payer types on its page (${usageMode})`,
    };
  if (minAmount === null && terms.maxAmount === null) return null;
  return {
    field: minAmount === null ? 'max_amount' : 'min_amount',
    why: 'MyTPE v2 does not support bounds for an amount that the payer types on its page; use entry: button',
  };
}

/** MyTPE's APIs, as `MYTPE_API` names them. */
export const APIS = ['ext', 'v2'] as const;
export type Api = (typeof APIS)[number];

/** The addresses and the limits of each API, from its reference. */
export const API_DEFAULTS: Readonly<Record<Api, ApiDefaults>> = {
  ext: {
    baseUrl: 'https://api.mytpe.appp/api/ext',
    payBaseUrl: 'https://pay.mytpe.appp',
    refusal: () => null,
  },
  v2: {
    baseUrl: 'https://dev.mytpe.app/api/v2/mytpe-pay',
    payBaseUrl: 'https://frontdev.mytpe.app/pay',
    refusal: v2Refusal,
  },
};

interface ApiDefaults {
  /** As its reference prints it. */
  readonly baseUrl: string;
  /** Start of the customer URL, as its reference prints it. */
  readonly payBaseUrl: string;
  readonly refusal: RefusalOf;
}

/** Returns the API whose default address ends with the same path segment; `null` if neither does. */
export function apiOfAddress(baseUrl: string): Api | null {
  const last = (url: string): string | undefined => url.split('/').at(-1);
  return APIS.find((api) => last(API_DEFAULTS[api].baseUrl) === last(baseUrl)) ?? null;
}
