import type { Gateway } from '../mytpe/gateway.ts';
import type { LinkRow } from '../domain/link.ts';
import type { LinkTerms } from '../domain/terms.ts';
import type { Carried } from '../repository/leases.ts';
import { type LeaseOptions, withLease } from './lease.ts';
import { snapshotOf } from './snapshot.ts';

/** What the remainder is found with. */
export interface RemainderOptions extends LeaseOptions {
  readonly gateway: Gateway;
}

/** What is left to sell of an offer that is counted. */
export interface Remainder {
  readonly terms: LinkTerms;
  readonly carried: Carried;
  /** Earlier links have used everything up. */
  readonly exhausted: boolean;
}

/**
 * The terms of a new link less what earlier links of the same offer have taken: for `limited` and `capped_amount`,
 * so that a changed price never sells a seat twice. The earlier links are paused first, then read.
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

/** The terms that a link was created with, when earlier ones had taken this much. */
export function lessCarried(terms: LinkTerms, { count, amount }: Carried): LinkTerms {
  return {
    ...terms,
    maxUses: terms.maxUses === null ? null : terms.maxUses - count,
    targetAmount: terms.targetAmount === null ? null : terms.targetAmount - amount,
  };
}

async function finalCounts(context: RemainderOptions, earlier: LinkRow): Promise<LinkRow> {
  const { gateway, repository, clock } = context;
  if (earlier.closedAt !== null) return earlier;
  const askedAt = clock.now();
  const before = await gateway.get(earlier.upstreamId!);
  const link =
    before?.status === 'active' ? await withLease(context, earlier.id, () => gateway.pause(before.id)) : before;
  return (await repository.recordSnapshot(earlier.id, snapshotOf(gateway, earlier, link, askedAt))) ?? earlier;
}
