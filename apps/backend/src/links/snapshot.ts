import type { LinkRow, Snapshot } from '../domain/link.ts';
import type { Gateway, UpstreamLink } from '../mytpe/gateway.ts';

/**
 * What a look at a link says of its row. Where MyTPE cannot archive, a paused link of ours that nobody is to pay any more
 * is as good as archived: nobody here resumes it.
 * @param link `null` when MyTPE does not know it (any more).
 * @param askedAt when MyTPE was asked: an answer may lie about for a while before it is entered.
 */
export function snapshotOf(
  { archives }: Pick<Gateway, 'archives'>,
  row: LinkRow,
  link: UpstreamLink | null,
  askedAt: number,
): Snapshot {
  if (!link) return { status: 'gone', paidCount: row.paidCount, totalCollected: row.totalCollected, readAt: askedAt };
  const { status, paidCount, totalCollected } = link;
  const isArchived = !archives && status === 'paused' && isOver(row, askedAt);
  return { status: isArchived ? 'archived' : status, paidCount, totalCollected, readAt: askedAt };
}

/** Whether nobody is to pay the link any more, whatever MyTPE says of it. */
function isOver({ supersededAt, expiresAt }: LinkRow, now: number): boolean {
  return supersededAt !== null || (expiresAt !== null && expiresAt <= now);
}

/** `true` if a link is still a draft although the response to its publication reported it as active. */
export function isUnpublished(row: LinkRow, link: UpstreamLink | null, now: number): boolean {
  return link?.status === 'draft' && row.status === 'active' && !isOver(row, now);
}

/** Whether a link that was closed here can be paid again, because somebody switched it on at MyTPE. */
export function isReopened(row: LinkRow, now: number): boolean {
  return row.closedAt !== null && row.status === 'active' && isOver(row, now);
}
