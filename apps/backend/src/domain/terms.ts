import { createHash } from 'node:crypto';

import type { UsageMode } from '@mytpe-pay/contract';
import type { Centimes } from '@mytpe-pay/contract/money';

import type { Offer } from './offer.ts';

/** What one payment link charges: who pays how much and how often. Money in centimes, moments in ISO 8601. */
export interface LinkTerms {
  readonly amountMode: 'fixed' | 'open';
  readonly amount: Centimes | null;
  readonly minAmount: Centimes | null;
  readonly maxAmount: Centimes | null;
  readonly currency: string;
  readonly usageMode: UsageMode;
  readonly maxUses: number | null;
  readonly targetAmount: Centimes | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly allowedPayers: readonly string[];
  readonly formId: string | null;
}

/** What of an offer is charged. */
type ChargedOffer = Pick<Offer, 'amount' | 'currency' | 'formId' | 'usage'>;

/** The terms of the offer itself: those of its one shared link. */
export function offerTerms(offer: ChargedOffer): LinkTerms {
  const { amount, usage } = offer;
  const open = amount.mode === 'open' ? amount : null;
  return {
    amountMode: amount.mode,
    amount: amount.mode === 'fixed' ? amount.value : null,
    minAmount: open?.min ?? null,
    maxAmount: open?.max ?? null,
    currency: offer.currency,
    usageMode: usage.mode,
    maxUses: usage.maxUses,
    targetAmount: usage.target,
    startsAt: usage.startsAt?.toISOString() ?? null,
    endsAt: usage.endsAt?.toISOString() ?? null,
    allowedPayers: usage.allowedPayers,
    formId: offer.formId,
  };
}

/** The terms of one payer's link: exactly this amount, once. */
export function payerTerms(offer: ChargedOffer, amount: Centimes): LinkTerms {
  return { ...offerTerms(offer), amountMode: 'fixed', amount, minAmount: null, maxAmount: null, usageMode: 'one_shot' };
}

/** A short hash of anything that JSON can hold, keys in the order written. */
export function digest(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);
}

/** Identifies an offer's charge terms, so that the price shown is the price charged. */
export function offerVersion(offer: ChargedOffer & Pick<Offer, 'paymentInstanceId'>): string {
  const typed = offer.amount.mode === 'open' ? [offer.amount.entry, offer.amount.step] : [];
  return digest(offerTerms(offer), typed, offer.paymentInstanceId).slice(0, 16);
}
