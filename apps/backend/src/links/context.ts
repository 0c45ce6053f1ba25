import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Gateway, UpstreamLink } from '../mytpe/gateway.ts';
import type { LinkRow } from '../repository/link-row.ts';
import type { Repository } from '../repository/repository.ts';

/** What issuing a link needs. */
export interface IssuerOptions {
  readonly repository: Repository;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a create whose outcome is unknown is given to appear upstream, ms. */
  readonly reconcileDelayMs: number;
  /** How long a caller waits, ms. */
  readonly waitMs: number;
  /** Called with every row that changed. */
  readonly onChange: (row: LinkRow) => void;
}

/** One owner's work on one row. */
export interface StepContext extends IssuerOptions {
  /** This owner's lease token. */
  readonly token: string;
  /** Until when this owner holds the row's lease, epoch ms; 0: not known to. */
  leasedUntil: number;
  /** Calls in a row whose outcome stayed unknown. */
  unknownOutcomes: number;
  /** What this owner made and has not published yet: nobody else knows of it. */
  made?: UpstreamLink | undefined;
}

/** Whether a row is still on its way to a link. */
export function isBeingIssued(row: LinkRow): boolean {
  return row.status === 'requested' || row.status === 'drafted';
}

/** MyTPE's words for a link that can never be charged again, and ours for one it forgot. */
export const CLOSED_STATUSES: readonly string[] = ['exhausted', 'expired', 'archived', 'gone'];

export function isClosed(status: string): boolean {
  return CLOSED_STATUSES.includes(status);
}
