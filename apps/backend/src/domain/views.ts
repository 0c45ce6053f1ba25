import type { Availability, Environment, LinkView, OfferView } from '@mytpe-pay/contract';
import { type Centimes, formatMoney, type Language } from '@mytpe-pay/contract/money';

import type { LinkRow } from './link.ts';
import { type Offer, textIn } from './offer.ts';

/** The state that a view of an offer depends on, in addition to the offer. */
export interface ViewContext {
  /** The offer's shared link; `null` before it exists. */
  readonly shared: LinkRow | null;
  /** `true` if the payment instance does not accept payments now. */
  readonly instanceRefuses: boolean;
  readonly environment: Environment;
  /** Epoch ms. */
  readonly now: number;
}

const iso = (moment: number | Date | null): string | null => (moment === null ? null : new Date(moment).toISOString());
const money = (value: Centimes | null): string | null => (value === null ? null : formatMoney(value));

/** The statuses of MyTPE that are also an availability of the wire contract. */
const CLOSED_AS = ['paused', 'exhausted', 'expired', 'archived'] as const satisfies Availability[];

/** Returns whether an offer can be paid now, or the reason why not. */
export function availabilityOf(
  offer: Offer,
  { shared, instanceRefuses, now }: Omit<ViewContext, 'environment'>,
): Availability {
  const { usage } = offer;
  if (usage.endsAt && now >= usage.endsAt.getTime()) return 'expired';
  // The end of the shared link does not end an offer with payer links.
  const link = offer.scope === 'shared' ? shared : null;
  if (link) {
    if (link.status !== 'active') return CLOSED_AS.find((status) => status === link.status) ?? 'unavailable';
    if (remainingUses(offer, link) === 0 || (usage.target !== null && collected(link) >= usage.target))
      return 'exhausted';
  }
  if (instanceRefuses) return 'unavailable';
  return usage.startsAt && now < usage.startsAt.getTime() ? 'not_started' : 'available';
}

const remainingUses = (offer: Offer, row: LinkRow | null): number | null =>
  offer.usage.maxUses === null ? null : Math.max(0, offer.usage.maxUses - (row ? row.carriedCount + row.paidCount : 0));

const collected = (row: LinkRow | null): Centimes => (row ? row.carriedAmount + row.totalCollected : 0);

/** `true` if a link can be charged now, as of its newest snapshot. */
function isPayable(row: LinkRow, instanceRefuses: boolean, now: number): boolean {
  const { startsAt, endsAt } = row.terms;
  const inWindow = (startsAt === null || now >= Date.parse(startsAt)) && (endsAt === null || now < Date.parse(endsAt));
  const spent = row.scope === 'payer' && row.paidCount > 0;
  return (
    row.status === 'active' &&
    row.closedAt === null &&
    !spent &&
    inWindow &&
    !instanceRefuses &&
    (row.expiresAt === null || now < row.expiresAt)
  );
}

/** Returns a link as its payer sees it. A shared link shows no counts. */
export function linkView(row: LinkRow, instanceRefuses: boolean, now: number): LinkView {
  return {
    id: row.id,
    offer: row.offer,
    scope: row.scope,
    url: row.url!,
    amount: money(row.terms.amount),
    currency: row.terms.currency,
    status: row.status === 'gone' ? 'archived' : row.status,
    payable: isPayable(row, instanceRefuses, now),
    paid: row.scope === 'payer' && row.paidCount > 0,
    receipt: row.receipt,
    reference: row.reference,
    created_at: new Date(row.createdAt).toISOString(),
    expires_at: iso(row.expiresAt),
  };
}

function amountView({ amount, currency }: Offer): OfferView['amount'] {
  if (amount.mode === 'fixed') return { mode: 'fixed', currency, value: formatMoney(amount.value) };
  return {
    mode: 'open',
    entry: amount.entry,
    currency,
    min: money(amount.min),
    max: money(amount.max),
    step: formatMoney(amount.step),
    suggested: amount.suggested.map(formatMoney),
    default: money(amount.default),
  };
}

/** Returns an offer as a visitor sees it. */
export function offerView(offer: Offer, language: Language, context: ViewContext): OfferView {
  const { shared, instanceRefuses, now } = context;
  const { usage } = offer;
  const capped = usage.mode === 'capped_amount';
  return {
    id: offer.id,
    version: offer.version,
    title: textIn(offer.title, language),
    description: offer.description && textIn(offer.description, language),
    amount: amountView(offer),
    usage: {
      mode: usage.mode,
      target: money(usage.target),
      collected: capped ? money(collected(shared)) : null,
      max_uses: offer.showRemaining ? usage.maxUses : null,
      remaining_uses: offer.showRemaining ? remainingUses(offer, shared) : null,
      starts_at: iso(usage.startsAt),
      ends_at: iso(usage.endsAt),
    },
    availability: availabilityOf(offer, context),
    scope: offer.scope,
    collects_details: offer.formId !== null,
    link: shared?.url ? linkView(shared, instanceRefuses, now) : null,
    environment: context.environment,
  };
}
