import { randomBytes } from 'node:crypto';

import { MAX_OFFER_TOKEN_CHARACTERS } from '@mytpe-pay/contract';
import { displayNumber, type Language, parseMoney, parseTypedAmount } from '@mytpe-pay/contract/money';
import { z } from 'zod';

import type { Offer } from '../../domain/offer.ts';
import { Problem } from '../../lib/problem.ts';
import { isTypedHere } from '../../pages/pay-page.ts';
import { validated } from '../request.ts';

/** 144 random bits, and the version of the offer that the page showed: what was shown is what will be charged. */
const KEY = /^([\w-]{24})\.([\w-]{1,64})$/;

const PayForm = z.strictObject({
  key: z.string().regex(KEY, 'must be the key the page was sent with').optional(),
  amount: z.string().max(64, 'must be an amount').optional(),
  offer_token: z.string().min(1).max(MAX_OFFER_TOKEN_CHARACTERS).optional(),
});

/** What a form says; `null` where it has no such field. */
export interface PayForm {
  readonly key: string | null;
  /** As typed. */
  readonly amount: string | null;
  readonly token: string | null;
}

/** A new one-time key for the form of this offer. */
export function newKey(offer: Offer): string {
  return `${randomBytes(18).toString('base64url')}.${offer.version}`;
}

/** @throws Problem `validation_failed`. */
export function parsePayForm(body: unknown): PayForm {
  const { key, amount, offer_token: token } = validated(PayForm, body);
  return { key: key ?? null, amount: amount ?? null, token: token ?? null };
}

/** What the service is asked for. Another amount is another attempt: whoever goes back and changes it gets a new link. */
export function formOrder(
  key: string,
  amount: number | null,
): { amount: number | null; version: string; idempotencyKey: string } {
  return { amount, version: KEY.exec(key)![2]!, idempotencyKey: `${key}.${amount ?? ''}` };
}

/**
 * The amount of a press in centimes; `null` where it is not typed on this page.
 * @throws Problem `amount_required` when nothing readable was typed, `amount_not_accepted`.
 */
export function pressedAmount(offer: Offer, typed: string | null, language: Language): number | null {
  if (!isTypedHere(offer.amount)) {
    if (typed !== null) throw new Problem('amount_not_accepted');
    return null;
  }
  const amount = parseTypedAmount(typed ?? '', language);
  if (amount === undefined) throw new Problem('amount_required');
  return amount;
}

/**
 * What the amount field holds at first: `?amount=1500.00` as our wire writes it or as a person would, else the offer's
 * default.
 */
export function askedAmount(offer: Offer, asked: unknown, language: Language): string {
  if (!isTypedHere(offer.amount)) return '';
  const text = typeof asked === 'string' ? asked : '';
  const amount = parseMoney(text) ?? parseTypedAmount(text, language) ?? offer.amount.default;
  return amount === null ? '' : displayNumber(amount, language);
}
