import { type RawRow, SELECTED, linkRow } from '../rows.ts';
import { DELIVERY_SELECTED, type DueDelivery, type WebhookInbox } from '../webhook-inbox.ts';
import type { Database } from './database.ts';

/** The deliveries that MyTPE sent. */
export function inboxQueries(database: Database): WebhookInbox {
  return {
    keepDelivery: async ({ id, receivedAt, event, upstreamId, ourRef, body }) =>
      database.run(
        'INSERT INTO webhooks_in (id, received_at, event, upstream_id, our_ref, body, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?2) ON CONFLICT DO NOTHING',
        id,
        receivedAt,
        event,
        upstreamId,
        ourRef,
        body,
      ) === 1,
    claimDeliveries: async (now, limit, claimedUntil) =>
      database.all<DueDelivery>(
        `UPDATE webhooks_in SET due_at = ?3, tries = tries + 1 WHERE id IN (
           SELECT id FROM webhooks_in WHERE note IS NULL AND due_at <= ?1 ORDER BY due_at LIMIT ?2
         ) RETURNING ${DELIVERY_SELECTED}`,
        now,
        limit,
        claimedUntil,
      ),
    postponeDelivery: async (id, dueAt) => {
      database.run('UPDATE webhooks_in SET due_at = ? WHERE id = ? AND note IS NULL', dueAt, id);
    },
    finishDelivery: async (id, note) => {
      database.run('UPDATE webhooks_in SET note = ? WHERE id = ? AND note IS NULL', note, id);
    },
    delivery: async (id) => database.get('SELECT note, tries FROM webhooks_in WHERE id = ?', id) ?? null,
    pruneDeliveries: async (receivedBefore) =>
      database.run('DELETE FROM webhooks_in WHERE note IS NOT NULL AND received_at < ?', receivedBefore),
    linkByUpstreamId: async (baseUrl, upstreamId) => {
      const raw = database.get<RawRow>(
        `SELECT ${SELECTED} FROM links WHERE base_url = ? AND upstream_id = ?`,
        baseUrl,
        upstreamId,
      );
      return raw ? linkRow(raw) : null;
    },
  };
}
