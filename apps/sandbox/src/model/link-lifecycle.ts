import type { Link, LinkStatus } from './records.ts';

/** What a merchant may do to a link, and from which states. Anything else leaves it as it is. */
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

/** Whether the action is possible now; the link itself is not touched. */
export function allowsAction(link: Link, action: LinkAction): boolean {
  return (LINK_ACTIONS[action].from as readonly LinkStatus[]).includes(link.status);
}

/**
 * When this link stops being payable by itself: the end of its window or its `expires_at`, whichever comes first.
 * The end is exclusive: at `ends_at` the window is closed.
 */
export function endOf(link: Link): string | null {
  const ends = [link.usage_mode === 'time_window' ? link.ends_at : null, link.expires_at];
  return ends.filter((end) => end !== null).sort()[0] ?? null;
}

/** Expires a link whose time has passed and says whether it did. A draft waits for its merchant and does not expire. */
export function expireIfDue(link: Link, now: string): boolean {
  const end = endOf(link);
  if (end === null || now < end) return false;
  if (link.status !== 'active' && link.status !== 'paused') return false;
  link.status = 'expired';
  link.updated_at = now;
  return true;
}

/** Counts one payment, and closes the link when its usage mode says that this was the last. */
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
      // "Closes" is documented, the resulting status is not; `exhausted` is the only word that fits.
      return link.total_collected >= (link.target_amount ?? 0);
    default:
      return false;
  }
}
