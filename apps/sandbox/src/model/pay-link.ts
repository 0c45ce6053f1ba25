import { randomUUID } from 'node:crypto';

import { countPayment } from './link-lifecycle.ts';
import type { Centimes } from './money.ts';
import { type NotPayableReason, whyNotPayable } from './payability.ts';
import { isAllowedPayer, normalisePayer } from './payer.ts';
import type { Link, Payment } from './records.ts';
import { type CardOutcome, settlement } from './test-cards.ts';
import { timeOf, type World } from './world.ts';

/** What a payer hands in. `amount` matters for an open link only, `payer` for a whitelist only. */
export interface Tender {
  /** Centimes; `null` when nothing was chosen. */
  readonly amount: Centimes | null;
  /** As typed: an e-mail address or a phone. */
  readonly payer: string | null;
  readonly card: CardOutcome;
  /** The form this comes from. A second tender of the same form is answered with the first one's payment. */
  readonly attempt: string | null;
}

export type TenderProblem =
  | 'amount_required'
  | 'amount_below_min'
  | 'amount_above_max'
  | 'amount_fixed'
  | 'payer_required'
  | 'payer_not_allowed';

/** What became of it. Nothing changes unless `kind` is `settled` (which a refused card is, too). */
export type PayOutcome =
  | { readonly kind: 'settled'; readonly payment: Payment }
  | { readonly kind: 'not_payable'; readonly reason: NotPayableReason }
  | { readonly kind: 'invalid'; readonly problem: TenderProblem };

/** Pays a link, as the hosted page and its bank would, in one step that nothing can interleave. */
export function payLink(world: World, link: Link, tender: Tender): PayOutcome {
  const earlier = world.payments.find((payment) => payment.link_id === link.id && payment.attempt === tender.attempt);
  if (earlier !== undefined) return { kind: 'settled', payment: earlier };
  const reason = whyNotPayable(world, link);
  if (reason !== null) return { kind: 'not_payable', reason };
  const problem = amountProblem(link, tender.amount) ?? payerProblem(link, tender.payer);
  if (problem !== null) return { kind: 'invalid', problem };
  return { kind: 'settled', payment: settle(world, link, tender) };
}

function settle(world: World, link: Link, tender: Tender): Payment {
  const now = timeOf(world);
  const payment: Payment = {
    id: randomUUID(),
    link_id: link.id,
    attempt: tender.attempt ?? randomUUID(),
    amount: link.amount ?? tender.amount!,
    payer: link.usage_mode === 'whitelist' ? normalisePayer(tender.payer!) : null,
    ...settlement(tender.card),
    created_at: now,
  };
  world.payments.push(payment);
  if (payment.status === 'paid') countPayment(link, payment.amount, now);
  world.revision += 1;
  return payment;
}

function amountProblem(link: Link, amount: Centimes | null): TenderProblem | null {
  if (link.amount_mode === 'fixed') return amount === null || amount === link.amount ? null : 'amount_fixed';
  if (amount === null) return 'amount_required';
  if (amount < Math.max(1, link.min_amount ?? 1)) return 'amount_below_min';
  return link.max_amount !== null && amount > link.max_amount ? 'amount_above_max' : null;
}

function payerProblem(link: Link, payer: string | null): TenderProblem | null {
  if (link.usage_mode !== 'whitelist') return null;
  if (payer === null || payer.trim() === '') return 'payer_required';
  return isAllowedPayer(link.allowed_payers ?? [], payer) ? null : 'payer_not_allowed';
}
