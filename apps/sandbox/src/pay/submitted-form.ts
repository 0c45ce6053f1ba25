import { randomUUID } from 'node:crypto';

import { normalisePayer } from '../model/payer.ts';
import type { Customer } from '../model/records.ts';
import { cardOutcome } from '../model/test-cards.ts';
import type { Checkout } from '../payments/checkout.ts';
import { type Tender, tenderProblems } from '../payments/pay-link.ts';
import { isEmail, isPhone, readAnswers } from './answers.ts';
import { type FormState, fieldOf } from './form-state.ts';
import { parseTypedAmount } from '../model/money.ts';
import type { FieldProblem } from './strings/strings.ts';

const MAX_FIELD = 300;

type Body = Readonly<Record<string, unknown>>;

/** A posted form: its contents for showing it again, and its payment, or `null` if a field has a problem. */
export interface SubmittedForm {
  readonly state: FormState;
  readonly tender: Tender | null;
}

/** Reads a posted page. Validates every field, so that the payer sees all problems together. */
export function readSubmittedForm(checkout: Checkout, posted: unknown): SubmittedForm {
  const body = (posted ?? {}) as Body;
  const field = (name: string): string => textField(body, name);
  const card = cardOutcome(field('card'));
  const typed = {
    attempt: field('attempt') || randomUUID(),
    amount: field('amount'),
    payer: field('payer'),
    name: field('name').trim(),
    email: field('email').trim(),
    phone: field('phone').trim(),
    anonymous: checkout.customer === 'optional' && field('anonymous') !== '',
    card: card ?? 'approved',
  } as const;
  const amount = checkout.amount === null ? parseTypedAmount(typed.amount) : null;
  const { answers, problems: answerProblems } = readAnswers(checkout.form, body);
  const found = [
    ...amountAndPayerProblems(checkout, typed, amount),
    ...customerProblems(checkout, typed),
    ...(card === null ? (['card_unknown'] as const) : []),
  ];
  const problems = new Map(found.map((problem) => [fieldOf(problem), problem]));
  const isRight = problems.size === 0 && answerProblems.size === 0;
  const tender = isRight ? { ...typed, amount, customer: customerOf(checkout, typed), answers } : null;
  return { state: { ...typed, answers, problems, answerProblems }, tender };
}

/** The id of the form that a page was posted from. */
export function attemptOf(posted: unknown): string {
  return textField((posted ?? {}) as Body, 'attempt');
}

function amountAndPayerProblems(
  checkout: Checkout,
  { amount: text, payer }: { amount: string; payer: string },
  amount: number | null,
): FieldProblem[] {
  const problems = tenderProblems(checkout, { amount, payer });
  const isUnreadable = checkout.amount === null && amount === null && text.trim() !== '';
  return problems.map((problem) => (problem === 'amount_required' && isUnreadable ? 'amount_unreadable' : problem));
}

function customerProblems(checkout: Checkout, { name, email, phone, anonymous }: Customer & { anonymous: boolean }) {
  if (checkout.customer === 'not_asked' || anonymous) return [];
  const problems: FieldProblem[] = [];
  if (name === '') problems.push('name_required');
  if (email === '') problems.push('email_required');
  else if (!isEmail(email)) problems.push('email_invalid');
  if (phone === '') problems.push('phone_required');
  else if (!isPhone(phone)) problems.push('phone_invalid');
  return problems;
}

function customerOf(
  checkout: Checkout,
  { name, email, phone, anonymous }: Customer & { anonymous: boolean },
): Customer | null {
  if (checkout.customer === 'not_asked' || anonymous) return null;
  return { name, email: normalisePayer(email) ?? email, phone: normalisePayer(phone) ?? phone };
}

/** A form field as text. A missing, repeated or oversized field counts as empty. */
function textField(body: Body, name: string): string {
  const value = body[name];
  return typeof value === 'string' && value.length <= MAX_FIELD ? value : '';
}
