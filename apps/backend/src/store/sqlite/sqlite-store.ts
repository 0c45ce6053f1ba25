import type { LinkRow, Store } from '../store.ts';
import { openDatabase } from './database.ts';
import { factQueries } from './facts.ts';
import { inboxQueries } from './inbox.ts';
import { insertLink } from './insert-link.ts';
import { issuingQueries } from './issuing.ts';
import { type RawRow, SELECTED, linkRow } from '../rows.ts';
import { operatorQueries } from './operator.ts';
import { outboxQueries } from './outbox.ts';
import { readingQueries } from './reading.ts';
import { tokenQueries } from './tokens.ts';
import { trackingQueries } from './tracking.ts';

const BY_ID = `SELECT ${SELECTED} FROM links WHERE id = ?`;
const BY_IDS = `SELECT ${SELECTED} FROM links WHERE id IN (SELECT value FROM json_each(?))`;
const BY_ATTEMPT = `SELECT ${SELECTED} FROM links WHERE attempt = ? AND status NOT IN ('rejected', 'gone')`;
const BY_FINGERPRINT = `SELECT ${SELECTED} FROM links WHERE fingerprint = ? AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone')`;

/** The store in one SQLite file: for one process. @param path file name, or `:memory:`. */
export function createSqliteStore(path: string): Store {
  const database = openDatabase(path);
  // One process uses this file: whoever held a lease before us is gone. Should it still be ending, it holds nothing now.
  // What it asked MyTPE to switch may yet be switched, though: links that are made keep theirs.
  database.run(
    "UPDATE links SET lease_token = NULL, lease_until = 0 WHERE lease_until > 0 AND status IN ('requested', 'drafted')",
  );
  database.run(
    "UPDATE webhooks_out SET lease_token = NULL, due_at = 0 WHERE state = 'pending' AND due_at IS NOT NULL AND lease_token IS NOT NULL",
  );
  const one = (sql: string, key: string): LinkRow | null => {
    const raw = database.get<RawRow>(sql, key);
    return raw ? linkRow(raw) : null;
  };
  return {
    insertLink: async (link, lease, budget) => insertLink(database, link, lease, budget),
    link: async (id) => one(BY_ID, id),
    links: async (ids) => database.all<RawRow>(BY_IDS, JSON.stringify(ids)).map(linkRow),
    linkByAttempt: async (attempt) => one(BY_ATTEMPT, attempt),
    linkByFingerprint: async (fingerprint) => one(BY_FINGERPRINT, fingerprint),
    ...issuingQueries(database),
    ...readingQueries(database),
    ...trackingQueries(database),
    ...tokenQueries(database),
    ...factQueries(database),
    ...operatorQueries(database),
    ...inboxQueries(database),
    ...outboxQueries(database),
    isShared: false,
    onHint: () => async () => {},
    check: async () => {
      database.transaction(() =>
        database.run("INSERT INTO facts (name, value) VALUES ('checked', '') ON CONFLICT DO NOTHING"),
      );
    },
    close: async () => database.close(),
  };
}
