import type { Centimes } from '@mytpe-pay/contract/money';

import type { LinkRow, Reading } from './store.ts';

/** What the merchant's server is told. */
export const EVENT_TYPES = ['link.paid', 'link.closed'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** `dead`: nobody tries any more, until an operator has it sent again. */
export const DELIVERY_STATES = ['pending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Something that a reading was the first to tell of a link. */
export interface LinkEvent {
  readonly type: EventType;
  /** Epoch ms of the reading. */
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
export interface OutgoingEvent extends LinkEvent {
  /** The same however often it is sent. */
  readonly id: string;
  readonly link: string;
  readonly baseUrl: string;
  /** Counts up: events of one link go out in this order. */
  readonly position: number;
  readonly state: DeliveryState;
  /** How often it was begun to be sent. */
  readonly tries: number;
  /** `null`: it waits for an earlier one of its link, or nothing is to happen any more. */
  readonly dueAt: number | null;
  /** When it was delivered, or given up. */
  readonly endedAt: number | null;
  /** HTTP status of the last answer; `null`: none came. */
  readonly lastStatus: number | null;
  readonly lastFailure: string | null;
}

/** What a try came to. */
export interface DeliveryOutcome {
  readonly state: DeliveryState;
  /** When it ended or, still pending, is tried again. */
  readonly at: number;
  readonly status: number | null;
  readonly failure: string | null;
}

/**
 * Events for the merchant's server, entered together with the reading that saw them (`Store.recordReading`). Of a link's
 * pending events only the earliest is due; the next one is when that has ended.
 */
export interface WebhookOutbox {
  /** Events to send now, the longest due first; nobody else is given them before `lease.until`. */
  claimEvents(
    baseUrl: string,
    now: number,
    limit: number,
    lease: { readonly token: string; readonly until: number },
  ): Promise<OutgoingEvent[]>;
  /** Enters what a try came to. @returns `false` when the lease was lost: then nothing changes. */
  settleEvent(
    event: Pick<OutgoingEvent, 'id' | 'link'>,
    token: string,
    outcome: DeliveryOutcome,
    now: number,
  ): Promise<boolean>;
  event(id: string): Promise<OutgoingEvent | null>;
  /** Events at positions before `before`, the latest first; of one state, or all. */
  events(baseUrl: string, state: DeliveryState | null, before: number | null, limit: number): Promise<OutgoingEvent[]>;
  /** Has it sent again, from the first try on. @returns `false` while it is being sent, or waits for an earlier one. */
  replayEvent(id: string, now: number): Promise<boolean>;
  pendingEvents(baseUrl: string): Promise<number>;
  /** Forgets what was delivered before. @returns how many. */
  pruneEvents(deliveredBefore: number): Promise<number>;
}

/** How a row stood before a reading was entered. */
export type RowBefore = Pick<LinkRow, 'status' | 'paidCount' | 'totalCollected' | 'paidSeenAt' | 'closedAt'>;

/** What a reading was the first to tell; `row`: as it is with that reading. */
export function eventsOf(before: RowBefore, row: LinkRow, reading: Reading): LinkEvent[] {
  const { paidCount, totalCollected } = row;
  const newPayments = paidCount - before.paidCount;
  const newAmount = totalCollected - before.totalCollected;
  const facts = { at: reading.readAt, paidCount, totalCollected, newPayments, newAmount };
  const isPaid =
    row.scope === 'payer' ? before.paidSeenAt === null && row.paidSeenAt !== null : newPayments > 0 || newAmount > 0;
  // A draft that nobody could pay is nobody's news.
  const isClosed = before.closedAt === null && row.closedAt !== null && (before.status !== 'drafted' || paidCount > 0);
  return [
    ...(isPaid ? [{ type: 'link.paid', closedAs: null, ...facts } as const] : []),
    ...(isClosed ? [{ type: 'link.closed', closedAs: reading.status, ...facts } as const] : []),
  ];
}

/** Column of every field of an event. */
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

/** `SELECT` list of an event. */
export const EVENT_SELECTED = Object.entries(COLUMNS)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ');
