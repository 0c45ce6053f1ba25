import { randomUUID } from 'node:crypto';

import { formatCentimes } from '../model/money.ts';
import type { Payment, Submission } from '../model/records.ts';
import { type CardOutcome } from '../model/test-cards.ts';
import type { AnswerProblem, FieldProblem } from './strings/strings.ts';

/** The fields of the page itself, in addition to the merchant’s questions. */
export const OWN_FIELDS = ['amount', 'payer', 'name', 'email', 'phone', 'card'] as const;
export type OwnField = (typeof OWN_FIELDS)[number];

/** The contents of the form: empty at first, or as the payer sent it, with the problems found. */
export interface FormState {
  /** The id of this form. Submitting it twice pays once. */
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

/** A new form. After a failed payment it keeps everything except the card. */
export function newForm(earlier?: Payment, submission?: Submission): FormState {
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

/** The field at which a problem is shown: the first part of its name. */
export function fieldOf(problem: FieldProblem): OwnField {
  return OWN_FIELDS.find((field) => problem.startsWith(`${field}_`))!;
}
