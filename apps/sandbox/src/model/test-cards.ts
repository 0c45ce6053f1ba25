import type { Payment } from './records.ts';

/** The outcomes of a card payment at the sandbox’s bank. */
export const CARD_OUTCOMES = ['approved', 'refused', 'insufficient_funds', 'timeout'] as const;
export type CardOutcome = (typeof CARD_OUTCOMES)[number];

/** The only accepted cards. Real cards are refused. */
export const TEST_CARDS: Readonly<Record<CardOutcome, string>> = {
  approved: '4242 4242 4242 4242',
  refused: '4000 0000 0000 0002',
  insufficient_funds: '4000 0000 0000 9995',
  timeout: '4000 0000 0000 0119',
};

/** The outcome of a test card (spaces are ignored), or `null` for any other number. */
export function cardOutcome(number: string): CardOutcome | null {
  const digits = number.replaceAll(/\s/g, '');
  return CARD_OUTCOMES.find((outcome) => TEST_CARDS[outcome].replaceAll(' ', '') === digits) ?? null;
}

/** The result of a card on the payment. After `timeout` the payment waits for a bank that never responds. */
export function settlement(outcome: CardOutcome): Pick<Payment, 'status' | 'reason'> {
  if (outcome === 'approved') return { status: 'paid', reason: null };
  return outcome === 'timeout' ? { status: 'processing', reason: null } : { status: 'refused', reason: outcome };
}
