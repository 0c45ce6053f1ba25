import type { Offer } from './offer.ts';
import { type LinkTerms, offerTerms, payerTerms } from './terms.ts';

/** Why the MyTPE in use cannot make links of some terms. */
export interface TermsRefusal {
  /** The offer's field that asks for what there is not. */
  readonly field: 'form_id' | 'usage_mode' | 'min_amount' | 'max_amount';
  readonly why: string;
}

/** What the MyTPE in use has against links of these terms; `null` when it can make them. */
export type RefusalOf = (terms: LinkTerms) => TermsRefusal | null;

type Terms = Pick<Offer, 'amount' | 'currency' | 'formId' | 'scope' | 'usage'>;

/** What there is against the link that a press gets; an offer for which there is none cannot be honoured. */
export function offerRefusal(offer: Terms, refusalOf: RefusalOf): TermsRefusal | null {
  const { amount } = offer;
  const isTypedHere = amount.mode === 'open' && amount.entry === 'button';
  return refusalOf(isTypedHere ? payerTerms(offer, amount.min ?? amount.step) : offerTerms(offer));
}

/** Whether one link can stand for the offer, for everybody: always where a press gets it, else where nothing need be chosen. */
export function hasSharedLink(offer: Terms, refusalOf: RefusalOf): boolean {
  if (offer.scope === 'shared') return true;
  return offer.usage.mode === 'reusable' && refusalOf(offerTerms(offer)) === null;
}

/** What v2 has no links for. */
const UNKNOWN_MODES: Readonly<Partial<Record<LinkTerms['usageMode'], string>>> = {
  capped_amount: 'sum at which a link ends',
  time_window: 'time window',
  whitelist: 'list of payers',
};

/** Why v2 cannot make a link of these terms; it would quietly make another one. `null` when it can. */
export function v2Refusal(terms: LinkTerms): TermsRefusal | null {
  const { usageMode, minAmount } = terms;
  if (terms.formId !== null) return { field: 'form_id', why: 'MyTPE v2 knows no forms' };
  const unknown = UNKNOWN_MODES[usageMode];
  if (unknown !== undefined) return { field: 'usage_mode', why: `MyTPE v2 knows no ${unknown} (${usageMode})` };
  if (terms.amountMode === 'fixed') return null;
  if (usageMode !== 'reusable')
    return {
      field: 'usage_mode',
      why: `MyTPE v2 cannot limit the payments of an amount that the payer types on its page (${usageMode})`,
    };
  if (minAmount === null && terms.maxAmount === null) return null;
  return {
    field: minAmount === null ? 'max_amount' : 'min_amount',
    why: 'MyTPE v2 knows no bounds for an amount that the payer types on its page; with entry: button we hold them',
  };
}

/** MyTPE's APIs, as `MYTPE_API` names them. */
export const APIS = ['ext', 'v2'] as const;
export type Api = (typeof APIS)[number];

/** What is known of each before anybody is asked. */
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

/** The last part of an API's address: by it an address of the other API is told. */
export function apiOfAddress(baseUrl: string): Api | null {
  const last = (url: string): string | undefined => url.split('/').at(-1);
  return APIS.find((api) => last(API_DEFAULTS[api].baseUrl) === last(baseUrl)) ?? null;
}
