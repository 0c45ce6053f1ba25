import { type RawRow, SELECTED, linkRow } from '../rows.ts';
import { DELIVERY_SELECTED, type DueDelivery, type WebhookInbox } from '../webhook-inbox.ts';
import type { Database } from './database.ts';

/** The deliveries that MyTPE sent. */
export function inboxQueries(database: Database): WebhookInbox {
  return {
    keepDelivery: async ({ id, receivedAt, event, upstreamId, ourRef, body }) =>
      (await database.run(
        'INSERT INTO webhooks_in (id, received_at, event, upstream_id, our_ref, body, due_at) VALUES ($1, $2, $3, $4, $5, $6, $2) ON CONFLICT DO NOTHING',
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
           SELECT id FROM webhooks_in WHERE note IS NULL AND due_at <= $1 ORDER BY due_at LIMIT $2
           FOR UPDATE SKIP LOCKED
         ) RETURNING ${DELIVERY_SELECTED}`,
        now,
        limit,
        claimedUntil,
      ),
    postponeDelivery: async (id, dueAt) => {
      await database.run('UPDATE webhooks_in SET due_at = $1 WHERE id = $2 AND note IS NULL', dueAt, id);
    },
    finishDelivery: async (id, note) => {
      await database.run('UPDATE webhooks_in SET note = $1 WHERE id = $2 AND note IS NULL', note, id);
    },
    delivery: async (id) => (await database.get('SELECT note, tries FROM webhooks_in WHERE id = $1', id)) ?? null,
    pruneDeliveries: (receivedBefore) =>
      database.run('DELETE FROM webhooks_in WHERE note IS NOT NULL AND received_at < $1', receivedBefore),
    linkByUpstreamId: async (baseUrl, upstreamId) => {
      const raw = await database.get<RawRow>(
        `SELECT ${SELECTED} FROM links WHERE base_url = $1 AND upstream_id = $2`,
        baseUrl,
        upstreamId,
      );
      return raw ? linkRow(raw) : null;
    },
  };
}
