import type { LinkRow } from '../store.ts';
import { EVENT_SELECTED, type LinkEvent, type OutgoingEvent, type WebhookOutbox } from '../webhook-outbox.ts';
import type { Database } from './database.ts';

const ENTER = `INSERT INTO webhooks_out
  (id, base_url, link, type, at, closed_as, paid_count, total_collected, new_payments, new_amount)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
/** The earliest pending event of a link is due, if it waited for another one. */
const RELEASE = `UPDATE webhooks_out SET due_at = ?1 WHERE state = 'pending' AND due_at IS NULL
  AND position = (SELECT min(position) FROM webhooks_out WHERE link = ?2 AND state = 'pending')`;

/** Enters events of a link, within the transaction that enters the reading. */
export function enterEvents(
  database: Database,
  { id: link, baseUrl }: Pick<LinkRow, 'id' | 'baseUrl'>,
  events: readonly LinkEvent[],
  newId: () => string,
): void {
  for (const { type, at, closedAs, paidCount, totalCollected, newPayments, newAmount } of events) {
    const counts = [paidCount, totalCollected, newPayments, newAmount];
    database.run(ENTER, newId(), baseUrl, link, type, at, closedAs, ...counts);
    database.run(RELEASE, at, link);
  }
}

/** The events for the merchant's server. */
export function outboxQueries(database: Database): WebhookOutbox {
  return {
    claimEvents: async (baseUrl, now, limit, lease) =>
      database.all<OutgoingEvent>(
        `UPDATE webhooks_out SET due_at = ?4, lease_token = ?5, tries = tries + 1 WHERE position IN (
           SELECT position FROM webhooks_out WHERE base_url = ?1 AND state = 'pending' AND due_at <= ?2 ORDER BY due_at LIMIT ?3
         ) RETURNING ${EVENT_SELECTED}`,
        baseUrl,
        now,
        limit,
        lease.until,
        lease.token,
      ),
    settleEvent: async ({ id, link }, token, { state, at, status, failure }, now) =>
      database.transaction(() => {
        const settled = database.run(
          `UPDATE webhooks_out SET state = ?3, due_at = CASE WHEN ?3 = 'pending' THEN ?4 END,
             ended_at = CASE WHEN ?3 <> 'pending' THEN ?4 END, last_status = ?5, last_failure = ?6, lease_token = NULL
           WHERE id = ?1 AND lease_token = ?2 AND state = 'pending'`,
          id,
          token,
          state,
          at,
          status,
          failure,
        );
        if (settled === 1 && state !== 'pending') database.run(RELEASE, now, link);
        return settled === 1;
      }),
    event: async (id) =>
      database.get<OutgoingEvent>(`SELECT ${EVENT_SELECTED} FROM webhooks_out WHERE id = ?`, id) ?? null,
    events: async (baseUrl, state, before, limit) => {
      const until = before ?? Number.MAX_SAFE_INTEGER;
      const list = (condition: string) =>
        `SELECT ${EVENT_SELECTED} FROM webhooks_out WHERE base_url = ?1 AND position < ?2 ${condition} ORDER BY position DESC LIMIT ?3`;
      if (state === null) return database.all<OutgoingEvent>(list(''), baseUrl, until, limit);
      return database.all<OutgoingEvent>(list('AND state = ?4'), baseUrl, until, limit, state);
    },
    replayEvent: async (id, now) =>
      database.run(
        `UPDATE webhooks_out SET state = 'pending', tries = 0, due_at = ?2, ended_at = NULL
         WHERE id = ?1 AND (state <> 'pending' OR (due_at IS NOT NULL AND lease_token IS NULL))`,
        id,
        now,
      ) === 1,
    pendingEvents: async (baseUrl) =>
      database.get<{ n: number }>(
        "SELECT count(*) AS n FROM webhooks_out WHERE base_url = ? AND state = 'pending'",
        baseUrl,
      )!.n,
    pruneEvents: async (deliveredBefore) =>
      database.run("DELETE FROM webhooks_out WHERE state = 'delivered' AND ended_at < ?", deliveredBefore),
  };
}
