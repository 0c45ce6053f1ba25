import type { Payment } from './records.ts';

/** How the sandbox's bank answers a card. */
export const CARD_OUTCOMES = ['approved', 'refused', 'insufficient_funds', 'timeout'] as const;
export type CardOutcome = (typeof CARD_OUTCOMES)[number];

/** The only cards there are: nobody can type a real one here. */
export const TEST_CARDS: Readonly<Record<CardOutcome, string>> = {
  approved: '4242 4242 4242 4242',
  refused: '4000 0000 0000 0002',
  insufficient_funds: '4000 0000 0000 9995',
  timeout: '4000 0000 0000 0119',
};

/** The outcome a card number stands for (spaces do not matter), or `null` for a number that is no test card. */
export function cardOutcome(number: string): CardOutcome | null {
  const digits = number.replaceAll(/\s/g, '');
  return CARD_OUTCOMES.find((outcome) => TEST_CARDS[outcome].replaceAll(' ', '') === digits) ?? null;
}

/** What a card leaves on the payment. `timeout` leaves it waiting for a bank that never answers. */
export function settlement(outcome: CardOutcome): Pick<Payment, 'status' | 'reason'> {
  if (outcome === 'approved') return { status: 'paid', reason: null };
  return outcome === 'timeout' ? { status: 'processing', reason: null } : { status: 'refused', reason: outcome };
}
