import type { Database } from './database.ts';

/** A verified webhook of MyTPE as it is stored. Moments are epoch ms. */
export interface NewDelivery {
  /** MyTPE's, or derived from the bytes: unique. */
  readonly id: string;
  readonly receivedAt: number;
  readonly event: string | null;
  /** Hints at the link it is about: MyTPE's id, and that of our row. */
  readonly upstreamId: string | null;
  readonly ourRef: string | null;
  /** The bytes that were signed. */
  readonly body: Buffer;
}

/** A delivery to process. */
export interface DueDelivery extends Omit<NewDelivery, 'body'> {
  /** The number of times that processing began, this one included. */
  readonly tries: number;
}

/** Webhooks of MyTPE, stored before they are acknowledged and processed afterwards. */
export interface Inbox {
  /** @returns `true` if it is new; a known one changes nothing. */
  keepDelivery(delivery: NewDelivery): Promise<boolean>;
  /** Claims deliveries to process now, those that are due longest. No other process gets them before `claimedUntil`. */
  claimDeliveries(now: number, limit: number, claimedUntil: number): Promise<DueDelivery[]>;
  postponeDelivery(id: string, dueAt: number): Promise<void>;
  /** Ends the processing of a delivery; `note` is its result. */
  finishDelivery(id: string, note: string): Promise<void>;
  /** The state of a stored delivery; `null`: none has this id. */
  delivery(id: string): Promise<{ readonly note: string | null; readonly tries: number } | null>;
  /** Removes finished deliveries that were received before. @returns how many. */
  pruneDeliveries(receivedBefore: number): Promise<number>;
}

const SELECTED = 'id, received_at AS "receivedAt", event, upstream_id AS "upstreamId", our_ref AS "ourRef", tries';

export function inboxQueries(database: Database): Inbox {
  const { skipLocked } = database.dialect;
  return {
    keepDelivery: async ({ id, receivedAt, event, upstreamId, ourRef, body }) =>
      (await database.run(
        `INSERT INTO webhooks_in (id, received_at, event, upstream_id, our_ref, body, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $2) ON CONFLICT DO NOTHING`,
        id,
        receivedAt,
        event,
        upstreamId,
        ourRef,
        body,
      )) === 1,
    claimDeliveries: (now, limit, claimedUntil) =>
      database.all<DueDelivery>(
        `UPDATE webhooks_in SET due_at = $3, tries = tries + 1 WHERE id IN (
           SELECT id FROM webhooks_in WHERE note IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $2 ${skipLocked}
         ) RETURNING ${SELECTED}`,
        now,
        limit,
        claimedUntil,
      ),
    async postponeDelivery(id, dueAt) {
      await database.run('UPDATE webhooks_in SET due_at = $1 WHERE id = $2 AND note IS NULL', dueAt, id);
    },
    async finishDelivery(id, note) {
      await database.run('UPDATE webhooks_in SET note = $1 WHERE id = $2 AND note IS NULL', note, id);
    },
    delivery: async (id) => (await database.get('SELECT note, tries FROM webhooks_in WHERE id = $1', id)) ?? null,
    pruneDeliveries: (receivedBefore) =>
      database.run('DELETE FROM webhooks_in WHERE note IS NOT NULL AND received_at < $1', receivedBefore),
  };
}
