import type { Availability, ErrorCode } from '@mytpe-pay/contract';

/** What a payer is told, in one language. `{amount}` stands for a bound or step, currency included. */
export interface Strings {
  readonly errors: Readonly<Record<Exclude<ErrorCode, 'offer_unavailable'>, string>>;
  readonly unavailable: Readonly<Record<Exclude<Availability, 'available'>, string>>;
  readonly notFound: string;
  readonly qrTooLong: string;
  readonly noStream: string;
  readonly pay: {
    readonly button: string;
    readonly amount: string;
    readonly between: string;
    readonly atLeast: string;
    readonly atMost: string;
    readonly step: string;
    readonly notAnAmount: string;
    readonly next: string;
    readonly nextHosted: string;
    readonly test: string;
    readonly retry: string;
    readonly crossSite: string;
    readonly pageTooOld: string;
    /** Title of the page that says why a payment is not possible. */
    readonly notPossible: string;
  };
  /** The merchant's own page. */
  readonly home: HomeStrings;
}

/** What the merchant reads on their own page. */
export interface HomeStrings {
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
