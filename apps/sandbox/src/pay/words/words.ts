import type { NotPayableReason } from '../../model/payability.ts';
import type { Payment } from '../../model/records.ts';
import type { CardOutcome } from '../../model/test-cards.ts';
import type { TenderProblem } from '../../payments/pay-link.ts';

/** Why one of the page's own fields is sent back to the payer. */
export type FieldProblem =
  | TenderProblem
  | 'amount_unreadable'
  | 'card_unknown'
  | 'name_required'
  | 'email_required'
  | 'email_invalid'
  | 'phone_required'
  | 'phone_invalid';

/** Why the answer to one of the merchant's questions is sent back. */
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
