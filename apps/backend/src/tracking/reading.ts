import type { LinkRow, Reading } from '../store/store.ts';
import type { Upstream, UpstreamLink } from '../upstream/upstream.ts';

/**
 * What a look at a link says of its row. Where MyTPE cannot archive, a paused link of ours that nobody is to pay any more
 * is as good as archived: nobody here resumes it.
 * @param link `null` when MyTPE does not know it (any more).
 */
export function readingOf(
  { archives }: Pick<Upstream, 'archives'>,
  row: LinkRow,
  link: UpstreamLink | null,
  now: number,
): Reading {
  if (!link) return { status: 'gone', paidCount: row.paidCount, totalCollected: row.totalCollected, readAt: now };
  const { status, paidCount, totalCollected } = link;
  const isOver = row.supersededAt !== null || (row.expiresAt !== null && row.expiresAt <= now);
  const isArchived = !archives && status === 'paused' && isOver;
  return { status: isArchived ? 'archived' : status, paidCount, totalCollected, readAt: now };
}
