import type { V2Instance, V2Link } from './v2-records.ts';

const MINUTE_MS = 60_000;
/** Documented: MyTPE checks for expired links every five minutes, so an expiry may be up to five minutes late. */
export const SWEEP_INTERVAL_MS = 5 * MINUTE_MS;

/** The time that a link may stay unpaid, and its source. */
export interface InactivityTimeout {
  readonly minutes: number | null;
  readonly source: 'link' | 'instance' | null;
}

/** The link’s own timeout, or its instance’s, or none. A `reusable` link never expires. */
export function inactivityTimeout(link: V2Link, instance: V2Instance | undefined): InactivityTimeout {
  if (link.payment_mode === 'reusable') return { minutes: null, source: null };
  if (link.inactivity_timeout_minutes !== null) return { minutes: link.inactivity_timeout_minutes, source: 'link' };
  const minutes = instance?.default_inactivity_timeout_minutes ?? null;
  return { minutes, source: minutes === null ? null : 'instance' };
}

/** `true` if a sweep at `now` (ms) expires the link. The timeout counts from its creation or its last payment. */
export function isInactive(link: V2Link, instance: V2Instance | undefined, now: number): boolean {
  if (link.status !== 'active' && link.status !== 'inactive') return false;
  const { minutes } = inactivityTimeout(link, instance);
  return minutes !== null && now - Date.parse(link.last_activity_at ?? link.created_at) >= minutes * MINUTE_MS;
}

/** Counts one successful payment. Returns `true` if it closed the link. */
export function countV2Payment(link: V2Link, amount: number, now: string): boolean {
  link.successful_payments_count += 1;
  link.collected_amount += amount;
  link.last_activity_at = now;
  link.updated_at = now;
  const remaining = remainingPayments(link);
  const isUsedUp = link.payment_mode === 'one_shot' || (remaining !== null && remaining <= 0);
  if (isUsedUp) link.status = 'closed';
  return isUsedUp;
}

/** The number of payments that a `limited` link still accepts. `null` for other modes. */
export function remainingPayments(link: V2Link): number | null {
  return link.max_payments === null ? null : Math.max(0, link.max_payments - link.successful_payments_count);
}

/** The computed `payment_status`. The reference documents it for `one_shot` and for open links. Otherwise it repeats the status. */
export function paymentStatus({ payment_mode, status }: V2Link): string {
  if (payment_mode !== 'one_shot') return status;
  return { active: 'awaiting_payment', inactive: 'inactive', closed: 'paid', expired: 'expired' }[status];
}
