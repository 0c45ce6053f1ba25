import type { LinkRow } from '../domain/link.ts';
import type { LinkTerms } from '../domain/terms.ts';
import type { Carried } from '../repository/leases.ts';
import { type LeaseOptions, withLease } from './lease.ts';
import type { LinkEvents } from './link-events.ts';
import { recordSnapshot, type SnapshotOptions } from './snapshot.ts';

export interface RemainderOptions extends LeaseOptions, SnapshotOptions {
  readonly linkEvents: Pick<LinkEvents, 'publish'>;
}

/** The remaining part of an offer with limited uses or a total amount. */
export interface Remainder {
  readonly terms: LinkTerms;
  readonly carried: Carried;
  /** Earlier links have used everything up. */
  readonly exhausted: boolean;
}

/**
 * Returns the terms of a new link less what earlier links of the same offer have taken: for `limited` and `capped_amount`,
 * so that no use is sold twice after a price change. The earlier links are paused first, then read.
 */
export async function remainderOf(context: RemainderOptions, row: LinkRow): Promise<Remainder> {
  const { terms } = row;
  if (terms.usageMode !== 'limited' && terms.usageMode !== 'capped_amount')
    return { terms, carried: { count: 0, amount: 0 }, exhausted: false };
  const carried = { count: 0, amount: 0 };
  for (const earlier of await context.repository.predecessors(row.baseUrl, row.offer, terms.usageMode)) {
    const { paidCount, totalCollected } = await finalCounts(context, earlier);
    carried.count += paidCount;
    carried.amount += totalCollected;
  }
  const remaining = lessCarried(terms, carried);
  const exhausted = (remaining.maxUses ?? 1) <= 0 || (remaining.targetAmount ?? 1) <= 0;
  return { terms: remaining, carried, exhausted };
}

/** Returns the terms of a new link after earlier links have used this much. */
export function lessCarried(terms: LinkTerms, { count, amount }: Carried): LinkTerms {
  return {
    ...terms,
    maxUses: terms.maxUses === null ? null : terms.maxUses - count,
    targetAmount: terms.targetAmount === null ? null : terms.targetAmount - amount,
  };
}

async function finalCounts(context: RemainderOptions, earlier: LinkRow): Promise<LinkRow> {
  const { gateway, clock, linkEvents } = context;
  if (earlier.closedAt !== null) return earlier;
  const readAt = clock.now();
  const before = await gateway.get(earlier.upstreamId!);
  const link =
    before?.status === 'active' ? await withLease(context, earlier.id, () => gateway.pause(before.id)) : before;
  const recorded = await recordSnapshot(context, earlier, link, readAt);
  if (recorded) linkEvents.publish({ row: recorded, newPayments: recorded.newPayments });
  return recorded ?? earlier;
}
