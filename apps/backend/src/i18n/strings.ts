import type { Availability, ErrorCode } from '@mytpe-pay/contract';

/** The strings of one language. `{amount}` stands for an amount with its currency. */
export interface Strings {
  /** The message to the payer for each error code. */
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
    /** Title of the page with the reason why a payment is not possible. */
    readonly notPossible: string;
  };
  /** The merchant's home page. */
  readonly home: HomeStrings;
}

/** The strings of the merchant's home page. */
export interface HomeStrings {
  readonly title: string;
  readonly intro: string;
  /** Shown in the live environment, in which payments are real. */
  readonly realMoney: string;
  /** The label of the list of origins. */
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
  /** Title and text of the page for a visitor without the merchant's password. */
  readonly merchantsOnly: string;
  readonly howToEnter: string;
}
