import type { Language } from '@mytpe-pay/contract/money';

import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

/** What the merchant reads on their own page. */
export interface HomeMessages {
  readonly title: string;
  readonly intro: string;
  /** Where money is real. */
  readonly realMoney: string;
  /** Before the list of origins. */
  readonly origins: string;
  readonly anyOrigin: string;
  readonly noOrigin: string;
  readonly noOffers: string;
  readonly payPage: string;
  readonly twoLines: string;
  readonly twoLinesNote: string;
  readonly pinned: string;
  readonly pinnedNote: string;
  readonly application: string;
  readonly applicationNote: string;
  readonly policy: string;
  readonly policyNote: string;
  readonly trustedTypes: string;
  readonly copy: string;
  readonly copied: string;
  readonly selected: string;
  readonly more: string;
  readonly links: {
    readonly docs: string;
    readonly links: string;
    readonly payments: string;
    readonly table: string;
    readonly deliveries: string;
    readonly audit: string;
    readonly metrics: string;
    readonly ready: string;
  };
  /** Title and text of the page for who is not known as the merchant. */
  readonly merchantsOnly: string;
  readonly howToEnter: string;
}

export const HOME_MESSAGES: Readonly<Record<Language, HomeMessages>> = { ar, fr, en };
