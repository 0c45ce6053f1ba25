import { randomUUID } from 'node:crypto';

import { formatCentimes } from '../model/money.ts';
import type { Payment, Submission } from '../model/records.ts';
import { type CardOutcome } from '../model/test-cards.ts';
import type { AnswerProblem, FieldProblem } from './words/words.ts';

/** The page's own fields, beside the merchant's questions. */
export const OWN_FIELDS = ['amount', 'payer', 'name', 'email', 'phone', 'card'] as const;
export type OwnField = (typeof OWN_FIELDS)[number];

/** The form as it stands: empty at first, or as the payer sent it together with what is wrong. */
export interface Filled {
  /** Names this form: sent twice, it pays once. */
  readonly attempt: string;
  readonly amount: string;
  readonly payer: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly anonymous: boolean;
  readonly card: CardOutcome;
  readonly answers: Submission['answers'];
  readonly problems: ReadonlyMap<OwnField, FieldProblem>;
  readonly answerProblems: ReadonlyMap<string, AnswerProblem>;
}

/** A new form; after a payment that failed, with everything but the card as it was. */
export function newForm(earlier?: Payment, submission?: Submission): Filled {
  return {
    attempt: randomUUID(),
    amount: earlier === undefined ? '' : formatCentimes(earlier.amount),
    payer: earlier?.payer ?? '',
    name: earlier?.customer?.name ?? '',
    email: earlier?.customer?.email ?? '',
    phone: earlier?.customer?.phone ?? '',
    anonymous: earlier !== undefined && earlier.customer === null,
    card: 'approved',
    answers: submission?.answers ?? {},
    problems: new Map(),
    answerProblems: new Map(),
  };
}

/** Which field a problem is shown at: its name's first word. */
export function fieldOf(problem: FieldProblem): OwnField {
  return OWN_FIELDS.find((field) => problem.startsWith(`${field}_`))!;
}
