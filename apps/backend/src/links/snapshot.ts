import type { LinkRow, Snapshot } from '../domain/link.ts';
import type { Gateway, UpstreamLink } from '../mytpe/gateway.ts';
import type { Repository } from '../repository/repository.ts';
import type { RecordedSnapshot } from '../repository/snapshots.ts';

export interface SnapshotOptions {
  readonly repository: Repository;
  readonly gateway: Gateway;
  /** Returns the id of a new event for the merchant's server; `null` without such a server: then no event is stored. */
  readonly newEventId: (() => string) | null;
}

/**
 * Stores the result of one read of an upstream link.
 * @param link `null` when MyTPE does not know it (any more).
 * @param readAt when the read began, epoch ms: the response may wait for a while before it is stored.
 * @param leaseToken the lease that is released in the same write.
 * @returns the current row; `null` if the row cannot store a snapshot.
 */
export function recordSnapshot(
  { repository, gateway, newEventId }: SnapshotOptions,
  row: LinkRow,
  link: UpstreamLink | null,
  readAt: number,
  leaseToken?: string,
): Promise<RecordedSnapshot | null> {
  const snapshot = snapshotOf(gateway, row, link, readAt);
  return repository.recordSnapshot(
    row.id,
    leaseToken === undefined ? snapshot : { ...snapshot, leaseToken },
    newEventId,
  );
}

/** If the API cannot archive, a paused link whose lifetime ended counts as archived: the backend never resumes it. */
function snapshotOf(
  { archives }: Pick<Gateway, 'archives'>,
  row: LinkRow,
  link: UpstreamLink | null,
  readAt: number,
): Snapshot {
  if (!link) return { status: 'gone', paidCount: row.paidCount, totalCollected: row.totalCollected, readAt };
  const { status, paidCount, totalCollected } = link;
  const isArchived = !archives && status === 'paused' && isOver(row, readAt);
  return { status: isArchived ? 'archived' : status, paidCount, totalCollected, readAt };
}

/** `true` if the link must no longer be paid. Its status at MyTPE may still differ. */
function isOver({ supersededAt, expiresAt }: LinkRow, now: number): boolean {
  return supersededAt !== null || (expiresAt !== null && expiresAt <= now);
}

/** `true` if a link is still a draft although the response to its publication reported it as active. */
export function isUnpublished(row: LinkRow, link: UpstreamLink | null, now: number): boolean {
  return link?.status === 'draft' && row.status === 'active' && !isOver(row, now);
}

/** `true` if a link that the backend closed can be paid again, because someone resumed it at MyTPE. */
export function isReopened(row: LinkRow, now: number): boolean {
  return row.closedAt !== null && row.status === 'active' && isOver(row, now);
}
