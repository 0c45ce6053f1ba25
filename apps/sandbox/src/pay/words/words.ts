import type { NotPayableReason } from '../../model/payability.ts';
import type { TenderProblem } from '../../model/pay-link.ts';
import type { CardOutcome } from '../../model/test-cards.ts';
import type { Payment } from '../../model/records.ts';

/** Why a field of the form is sent back to the payer. */
export type FieldProblem = TenderProblem | 'amount_unreadable' | 'card_unknown';

/** Every sentence of the hosted page. Amounts arrive already formatted. */
export interface Words {
  readonly band: string;
  readonly payTo: string;
  readonly language: string;
  readonly amount: string;
  readonly amountBounds: {
    readonly between: (min: string, max: string) => string;
    readonly from: (min: string) => string;
    readonly upTo: (max: string) => string;
    readonly free: string;
  };
  readonly payer: string;
  readonly payerHint: string;
  readonly formNote: string;
  readonly card: string;
  readonly cardHint: string;
  readonly cards: Readonly<Record<CardOutcome, string>>;
  readonly pay: string;
  readonly paid: string;
  readonly paidNote: string;
  readonly refused: string;
  readonly refusals: Readonly<Record<NonNullable<Payment['reason']>, string>>;
  readonly retry: string;
  readonly transaction: string;
  readonly date: string;
  readonly notPayable: string;
  readonly opensAt: (time: string) => string;
  readonly reasons: Readonly<Record<NotPayableReason | 'unknown', string>>;
  readonly problems: Readonly<Record<FieldProblem, string>>;
}
