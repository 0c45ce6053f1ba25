import type { Link, LinkStatus } from './records.ts';

/** The actions of a merchant on a link, with the statuses that allow them. In other statuses the link stays unchanged. */
export const LINK_ACTIONS = {
  publish: { from: ['draft'], to: 'active', done: 'published' },
  pause: { from: ['active'], to: 'paused', done: 'paused' },
  resume: { from: ['paused'], to: 'active', done: 'resumed' },
  archive: { from: ['draft', 'active', 'paused'], to: 'archived', done: 'archived' },
} as const satisfies Record<string, { from: readonly LinkStatus[]; to: LinkStatus; done: string }>;

export type LinkAction = keyof typeof LINK_ACTIONS;

const TERMINAL: readonly LinkStatus[] = ['exhausted', 'expired', 'archived'];

export function isTerminal(status: LinkStatus): boolean {
  return TERMINAL.includes(status);
}

/** `true` if the link’s status allows the action. Does not change the link. */
export function allowsAction(link: Link, action: LinkAction): boolean {
  return (LINK_ACTIONS[action].from as readonly LinkStatus[]).includes(link.status);
}

/**
 * The instant at which this link expires: the end of its window or its `expires_at`, whichever comes first. The end is
 * exclusive: at `ends_at` the window is closed.
 */
export function endOf(link: Link): string | null {
  const ends = [link.usage_mode === 'time_window' ? link.ends_at : null, link.expires_at];
  return ends.filter((end) => end !== null).sort()[0] ?? null;
}

/** Expires a link whose end has passed. Returns `true` if it did. A draft does not expire. */
export function expireIfDue(link: Link, now: string): boolean {
  const end = endOf(link);
  if (end === null || now < end) return false;
  if (link.status !== 'active' && link.status !== 'paused') return false;
  link.status = 'expired';
  link.updated_at = now;
  return true;
}

/** Counts one payment. Closes the link when its usage mode allows no further payment. */
export function countPayment(link: Link, amount: number, now: string): void {
  link.paid_count += 1;
  link.total_collected += amount;
  link.updated_at = now;
  if (isUsedUp(link)) link.status = 'exhausted';
}

function isUsedUp(link: Link): boolean {
  switch (link.usage_mode) {
    case 'one_shot':
      return link.paid_count >= 1;
    case 'limited':
      return link.paid_count >= (link.max_uses ?? 1);
    case 'capped_amount':
      // The reference says that the link "closes", and not with which status. Only `exhausted` fits.
      return link.total_collected >= (link.target_amount ?? 0);
    default:
      return false;
  }
}
