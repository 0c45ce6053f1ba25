import type { RefusalOf } from '../catalog/refusal.ts';
import { v2Refusal } from './v2-terms.ts';

/** MyTPE's APIs, as `MYTPE_API` names them. */
export const APIS = ['ext', 'v2'] as const;
export type Api = (typeof APIS)[number];

/** What is known of each before anybody is asked. */
export const API_FACTS: Readonly<Record<Api, ApiFacts>> = {
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

interface ApiFacts {
  /** As its reference prints it. */
  readonly baseUrl: string;
  /** Start of the customer URL, as its reference prints it. */
  readonly payBaseUrl: string;
  readonly refusal: RefusalOf;
}

/** The last part of an API's address: by it an address of the other API is told. */
export function apiOfAddress(baseUrl: string): Api | null {
  const last = (url: string): string | undefined => url.split('/').at(-1);
  return APIS.find((api) => last(API_FACTS[api].baseUrl) === last(baseUrl)) ?? null;
}
