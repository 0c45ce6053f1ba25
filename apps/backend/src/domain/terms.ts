import { createHash } from 'node:crypto';

import type { UsageMode } from '@mytpe-pay/contract';
import type { Centimes } from '@mytpe-pay/contract/money';

import type { Offer } from './offer.ts';

/** The charge terms of a link: who pays how much and how often. Money is centimes, times are ISO 8601. */
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

/** The fields of an offer that decide its charge terms. */
type ChargedOffer = Pick<Offer, 'amount' | 'currency' | 'formId' | 'usage'>;

/** Returns the terms of the offer itself, which its shared link has. */
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

/** Returns the terms of a payer link: exactly this amount (centimes), once. */
export function payerTerms(offer: ChargedOffer, amount: Centimes): LinkTerms {
  return { ...offerTerms(offer), amountMode: 'fixed', amount, minAmount: null, maxAmount: null, usageMode: 'one_shot' };
}

/** Returns a hash of JSON values, 32 characters of base64url. The order of keys matters. */
export function digest(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);
}

/** Returns a hash of the offer's charge terms. A browser sends it, so that the price shown is the price charged. */
export function offerVersion(offer: ChargedOffer & Pick<Offer, 'paymentInstanceId'>): string {
  const typed = offer.amount.mode === 'open' ? [offer.amount.entry, offer.amount.step] : [];
  return digest(offerTerms(offer), typed, offer.paymentInstanceId).slice(0, 16);
}
