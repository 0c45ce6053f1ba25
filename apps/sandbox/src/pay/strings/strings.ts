import type { NotPayableReason } from '../../model/payability.ts';
import type { Payment } from '../../model/records.ts';
import type { CardOutcome } from '../../model/test-cards.ts';
import type { TenderProblem } from '../../payments/pay-link.ts';

/** The problems with the page’s own fields. */
export type FieldProblem =
  | TenderProblem
  | 'amount_unreadable'
  | 'card_unknown'
  | 'name_required'
  | 'email_required'
  | 'email_invalid'
  | 'phone_required'
  | 'phone_invalid';

/** The problems with the value of a merchant’s question. */
export const ANSWER_PROBLEMS = [
  'required',
  'too_long',
  'integer',
  'number',
  'email',
  'phone',
  'url',
  'date',
  'option',
] as const;
export type AnswerProblem = (typeof ANSWER_PROBLEMS)[number];

/** All strings of the hosted page. Amounts are formatted by the caller. */
export interface Strings {
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
  readonly details: string;
  readonly customer: {
    readonly title: string;
    readonly name: string;
    readonly email: string;
    readonly phone: string;
    readonly anonymous: string;
  };
  readonly optional: string;
  readonly choose: string;
  readonly yes: string;
  readonly several: string;
  readonly card: string;
  readonly cardHint: string;
  readonly cards: Readonly<Record<CardOutcome, string>>;
  readonly pay: string;
  readonly paid: string;
  readonly paidNote: string;
  readonly refused: string;
  readonly refusals: Readonly<Record<NonNullable<Payment['reason']>, string>>;
  readonly retry: string;
  readonly processing: string;
  readonly processingNote: string;
  readonly processingAdvice: string;
  readonly checkAgain: string;
  readonly back: string;
  readonly failed: string;
  readonly transaction: string;
  readonly date: string;
  readonly notPayable: string;
  readonly opensAt: (time: string) => string;
  readonly reasons: Readonly<Record<NotPayableReason | 'unknown', string>>;
  readonly summary: string;
  readonly problems: Readonly<Record<FieldProblem, string>>;
  readonly answers: Readonly<Record<AnswerProblem, string>>;
}
