import type { Availability, ErrorCode } from '@mytpe-pay/contract';

/** What a payer is told, in one language. `{amount}` stands for a bound or step, currency included. */
export interface Messages {
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
    readonly sorry: string;
  };
}
