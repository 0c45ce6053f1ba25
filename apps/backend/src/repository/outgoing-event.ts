import type { Centimes } from '@mytpe-pay/contract/money';

import type { LinkRow, Snapshot } from '../domain/link.ts';

/** The types of the events that the merchant's server gets. */
export const EVENT_TYPES = ['link.paid', 'link.closed'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** `dead`: the backend gave up, until an operator replays the event. */
export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** News of a link that a snapshot was the first to show. */
export interface NewEvent {
  readonly type: EventType;
  /** Epoch ms of the snapshot. */
  readonly at: number;
  /** The status it closed with; `null` when it did not close. */
  readonly closedAs: string | null;
  /** The link's counts then, and by how much they had grown. */
  readonly paidCount: number;
  readonly totalCollected: Centimes;
  readonly newPayments: number;
  readonly newAmount: Centimes;
}

/** An event on its way. Moments are epoch ms. */
export interface OutgoingEvent extends NewEvent {
  /** The same each time it is sent. */
  readonly id: string;
  readonly link: string;
  readonly baseUrl: string;
  /** Counts up: events of one link go out in this order. */
  readonly position: number;
  readonly state: DeliveryState;
  /** The number of times that sending began. */
  readonly tries: number;
  /** `null`: it waits for an earlier one of its link, or has ended. */
  readonly dueAt: number | null;
  /** When it was delivered, or given up. */
  readonly endedAt: number | null;
  /** HTTP status of the last response; `null`: none came. */
  readonly lastStatus: number | null;
  readonly lastFailure: string | null;
}

/** The result of a try. */
export interface DeliveryOutcome {
  readonly state: DeliveryState;
  /** When it ended or, if still pending, when it is retried. */
  readonly at: number;
  readonly status: number | null;
  readonly failure: string | null;
}

/** A row before a snapshot was stored. */
export type RowBefore = Pick<LinkRow, 'status' | 'paidCount' | 'totalCollected' | 'paidSeenAt' | 'closedAt'>;

/** Returns the news of a snapshot; `row`: as it is with that snapshot. */
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
export const EVENT_SELECTED = Object.entries(COLUMNS)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ');
