import type { LinkRow } from './store.ts';

/** A verified delivery as it is kept. Moments are epoch ms. */
export interface NewDelivery {
  /** MyTPE's, or derived from the bytes: unique. */
  readonly id: string;
  readonly receivedAt: number;
  readonly event: string | null;
  /** Hints at whose link it is about: MyTPE's id, and our row's. */
  readonly upstreamId: string | null;
  readonly ourRef: string | null;
  /** The bytes that were signed. */
  readonly body: Buffer;
}

/** A delivery to be worked on. */
export interface DueDelivery extends Omit<NewDelivery, 'body'> {
  /** How often it was begun, this time included. */
  readonly tries: number;
}

/** Deliveries of MyTPE, kept before they are answered and worked on afterwards. */
export interface WebhookInbox {
  /** @returns whether it is new; a known one changes nothing. */
  keepDelivery(delivery: NewDelivery): Promise<boolean>;
  /** Deliveries to work on now, the longest due first; nobody else is given them before `claimedUntil`. */
  claimDeliveries(now: number, limit: number, claimedUntil: number): Promise<DueDelivery[]>;
  postponeDelivery(id: string, dueAt: number): Promise<void>;
  /** Ends the work on a delivery; `note` says what came of it. */
  finishDelivery(id: string, note: string): Promise<void>;
  /** How a kept delivery stands; `null`: none of this id. */
  delivery(id: string): Promise<{ readonly note: string | null; readonly tries: number } | null>;
  /** Forgets finished deliveries that came before. @returns how many. */
  pruneDeliveries(receivedBefore: number): Promise<number>;
  /** The row of a link by MyTPE's id. */
  linkByUpstreamId(baseUrl: string, upstreamId: string): Promise<LinkRow | null>;
}

/** `SELECT` list of a delivery to be worked on. */
export const DELIVERY_SELECTED =
  'id, received_at AS "receivedAt", event, upstream_id AS "upstreamId", our_ref AS "ourRef", tries';
