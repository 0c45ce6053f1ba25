import type { Database } from './database.ts';

/** A verified webhook of MyTPE to store. Moments are epoch ms. */
export interface NewDelivery {
  /** The unique id from MyTPE, or a hash of the body. */
  readonly id: string;
  readonly receivedAt: number;
  readonly event: string | null;
  /** The ids of the link that it is about, if it names any: MyTPE's id, and that of the row. */
  readonly upstreamId: string | null;
  readonly ourRef: string | null;
  /** The signed bytes. */
  readonly body: Buffer;
}

/** A delivery to apply. */
export interface DueDelivery extends Omit<NewDelivery, 'body'> {
  /** The number of attempts, this attempt included. */
  readonly tries: number;
}

/** Webhooks of MyTPE. The backend stores each before it responds, and applies it afterwards. */
export interface Inbox {
  /** Stores a delivery, unless its id is known. @returns `true` if it is new. */
  keepDelivery(delivery: NewDelivery): Promise<boolean>;
  /** Claims due deliveries, the longest due first. No other process gets them before `claimedUntil`. */
  claimDeliveries(now: number, limit: number, claimedUntil: number): Promise<DueDelivery[]>;
  /** Schedules the next attempt. */
  postponeDelivery(id: string, dueAt: number): Promise<void>;
  /** Ends a delivery. @param note its result. */
  finishDelivery(id: string, note: string): Promise<void>;
  /** Returns the state of a delivery; `null` if none has this id. */
  delivery(id: string): Promise<{ readonly note: string | null; readonly tries: number } | null>;
  /** Removes finished deliveries received before a moment. @returns their number. */
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
