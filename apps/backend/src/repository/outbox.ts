import type { Centimes } from '@mytpe-pay/contract/money';

import type { LinkRow, Snapshot } from '../domain/link.ts';
import type { Database } from './database.ts';
import type { Lease } from './leases.ts';

/** The types of the events that the merchant's server gets. */
export const EVENT_TYPES = ['link.paid', 'link.closed'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The states of an event. `dead`: the backend stopped retrying; an operator can replay the event. */
export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A change of a link that a snapshot was the first to show. */
export interface NewEvent {
  readonly type: EventType;
  /** Epoch ms of the snapshot. */
  readonly at: number;
  /** The status of the closed link; `null` if the link did not close. */
  readonly closedAs: string | null;
  /** The link's counts in the snapshot, and their growth. */
  readonly paidCount: number;
  readonly totalCollected: Centimes;
  readonly newPayments: number;
  readonly newAmount: Centimes;
}

/** A stored event. Moments are epoch ms. */
export interface OutgoingEvent extends NewEvent {
  /** The `webhook-id`, the same in every attempt. */
  readonly id: string;
  readonly link: string;
  readonly baseUrl: string;
  /** Counts up. The backend sends the events of one link in this order. */
  readonly position: number;
  readonly state: DeliveryState;
  /** The number of attempts to send it. */
  readonly tries: number;
  /** `null`: it waits for an earlier event of its link, or is not pending. */
  readonly dueAt: number | null;
  /** When it was delivered or became `dead`. */
  readonly endedAt: number | null;
  /** HTTP status of the last response; `null` if there was none. */
  readonly lastStatus: number | null;
  readonly lastFailure: string | null;
}

/** The result of an attempt. */
export interface DeliveryOutcome {
  readonly state: DeliveryState;
  /** The time of the end; if still pending, of the next attempt. */
  readonly at: number;
  readonly status: number | null;
  readonly failure: string | null;
}

/**
 * Events for the merchant's server. The transaction that records a snapshot stores them (`Snapshots.recordSnapshot`). Of a
 * link's pending events only the earliest is due. When it has ended, the next event is due.
 */
export interface Outbox {
  /** Claims due events, the longest due first. No other process gets them before `lease.until`. */
  claimEvents(baseUrl: string, now: number, limit: number, lease: Lease): Promise<OutgoingEvent[]>;
  /** Stores the result of an attempt. @returns `false` if the lease was lost; nothing changes then. */
  settleEvent(
    event: Pick<OutgoingEvent, 'id' | 'link'>,
    token: string,
    outcome: DeliveryOutcome,
    now: number,
  ): Promise<boolean>;
  /** Returns an event; `null` if none has this id. */
  event(id: string): Promise<OutgoingEvent | null>;
  /** Returns events, the latest first. @param state `null`: of all states. @param before only positions before it. */
  events(baseUrl: string, state: DeliveryState | null, before: number | null, limit: number): Promise<OutgoingEvent[]>;
  /** Makes an event due again and resets its attempts. @returns `false` while it is being sent or waits for an earlier event. */
  replayEvent(id: string, now: number): Promise<boolean>;
  /** Counts the pending events. */
  pendingEvents(baseUrl: string): Promise<number>;
  /** Removes events delivered before a moment. @returns their number. */
  pruneEvents(deliveredBefore: number): Promise<number>;
}

/** A row before a snapshot is recorded. */
export type RowBefore = Pick<LinkRow, 'status' | 'paidCount' | 'totalCollected' | 'paidSeenAt' | 'closedAt'>;

/** Returns the events of a snapshot. @param row the row after the snapshot is recorded. */
export function eventsOf(before: RowBefore, row: LinkRow, snapshot: Snapshot): NewEvent[] {
  const { paidCount, totalCollected } = row;
  const newPayments = paidCount - before.paidCount;
  const newAmount = totalCollected - before.totalCollected;
  const counts = { at: snapshot.readAt, paidCount, totalCollected, newPayments, newAmount };
  const isPaid =
    row.scope === 'payer' ? before.paidSeenAt === null && row.paidSeenAt !== null : newPayments > 0 || newAmount > 0;
  // A draft was never payable, so its end is not reported.
  const isClosed = before.closedAt === null && row.closedAt !== null && (before.status !== 'drafted' || paidCount > 0);
  return [
    ...(isPaid ? [{ type: 'link.paid', closedAs: null, ...counts } as const] : []),
    ...(isClosed ? [{ type: 'link.closed', closedAs: snapshot.status, ...counts } as const] : []),
  ];
}

/** The column of each field of an event. */
const COLUMNS = {
  id: 'id',
  link: 'link',
  baseUrl: 'base_url',
  position: 'position',
  type: 'type',
  at: 'at',
  closedAs: 'closed_as',
  paidCount: 'paid_count',
  totalCollected: 'total_collected',
  newPayments: 'new_payments',
  newAmount: 'new_amount',
  state: 'state',
  tries: 'tries',
  dueAt: 'due_at',
  endedAt: 'ended_at',
  lastStatus: 'last_status',
  lastFailure: 'last_failure',
} as const satisfies Record<keyof OutgoingEvent, string>;

/** The `SELECT` list of an event. */
const EVENT_SELECTED = Object.entries(COLUMNS)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ');

const INSERT = `INSERT INTO webhooks_out
  (id, base_url, link, type, at, closed_as, paid_count, total_collected, new_payments, new_amount)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;
/**
 * Makes the earliest pending event of a link due, if it waited for another event. The caller has locked the link's row. A
 * separate statement sees the changes of the transaction that held the lock before.
 */
const RELEASE = `UPDATE webhooks_out SET due_at = $1 WHERE state = 'pending' AND due_at IS NULL
  AND position = (SELECT min(position) FROM webhooks_out WHERE link = $2 AND state = 'pending')`;

/** Stores the events of a link, within the transaction that records the snapshot. */
export async function insertEvents(
  within: Database,
  { id: link, baseUrl }: Pick<LinkRow, 'id' | 'baseUrl'>,
  events: readonly NewEvent[],
  newId: () => string,
): Promise<void> {
  for (const { type, at, closedAs, paidCount, totalCollected, newPayments, newAmount } of events) {
    const counts = [paidCount, totalCollected, newPayments, newAmount];
    await within.run(INSERT, newId(), baseUrl, link, type, at, closedAs, ...counts);
    await within.run(RELEASE, at, link);
  }
}

export function outboxQueries(database: Database): Outbox {
  const { forUpdate, skipLocked } = database.dialect;
  return {
    claimEvents: (baseUrl, now, limit, lease) =>
      database.all<OutgoingEvent>(
        `UPDATE webhooks_out SET due_at = $4, lease_token = $5, tries = tries + 1 WHERE position IN (
           SELECT position FROM webhooks_out WHERE base_url = $1 AND state = 'pending' AND due_at <= $2
           ORDER BY due_at LIMIT $3 ${skipLocked}
         ) RETURNING ${EVENT_SELECTED}`,
        baseUrl,
        now,
        limit,
        lease.until,
        lease.token,
      ),
    settleEvent: ({ id, link }, token, { state, at, status, failure }, now) =>
      database.transaction(async (within) => {
        await within.get(`SELECT id FROM links WHERE id = $1 ${forUpdate}`, link);
        const isPending = state === 'pending';
        const settled = await within.run(
          `UPDATE webhooks_out SET state = $3, due_at = $4, ended_at = $5, last_status = $6, last_failure = $7,
             lease_token = NULL
           WHERE id = $1 AND lease_token = $2 AND state = 'pending'`,
          id,
          token,
          state,
          isPending ? at : null,
          isPending ? null : at,
          status,
          failure,
        );
        if (settled === 1 && !isPending) await within.run(RELEASE, now, link);
        return settled === 1;
      }),
    event: async (id) =>
      (await database.get<OutgoingEvent>(`SELECT ${EVENT_SELECTED} FROM webhooks_out WHERE id = $1`, id)) ?? null,
    events: (baseUrl, state, before, limit) => {
      const until = before ?? Number.MAX_SAFE_INTEGER;
      const list = (condition: string) =>
        `SELECT ${EVENT_SELECTED} FROM webhooks_out WHERE base_url = $1 AND position < $2 ${condition} ORDER BY position DESC LIMIT $3`;
      if (state === null) return database.all<OutgoingEvent>(list(''), baseUrl, until, limit);
      return database.all<OutgoingEvent>(list('AND state = $4'), baseUrl, until, limit, state);
    },
    replayEvent: async (id, now) =>
      (await database.run(
        `UPDATE webhooks_out SET state = 'pending', tries = 0, due_at = $2, ended_at = NULL
         WHERE id = $1 AND (state <> 'pending' OR (due_at IS NOT NULL AND lease_token IS NULL))`,
        id,
        now,
      )) === 1,
    pendingEvents: async (baseUrl) => {
      const sql = "SELECT count(*) AS n FROM webhooks_out WHERE base_url = $1 AND state = 'pending'";
      return (await database.get<{ n: number }>(sql, baseUrl))!.n;
    },
    pruneEvents: (deliveredBefore) =>
      database.run("DELETE FROM webhooks_out WHERE state = 'delivered' AND ended_at < $1", deliveredBefore),
  };
}
