import { v2Refusal } from '../mytpe/v2-terms.ts';
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
