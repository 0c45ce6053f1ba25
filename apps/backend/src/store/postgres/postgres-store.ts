import { type RawRow, SELECTED, linkRow } from '../rows.ts';
import type { LinkRow, Store } from '../store.ts';
import { openDatabase } from './database.ts';
import { factQueries } from './facts.ts';
import { listenToHints } from './hints.ts';
import { inboxQueries } from './inbox.ts';
import { insertLink } from './insert-link.ts';
import { issuingQueries } from './issuing.ts';
import { operatorQueries } from './operator.ts';
import { outboxQueries } from './outbox.ts';
import { readingQueries } from './reading.ts';
import { tokenQueries } from './tokens.ts';
import { trackingQueries } from './tracking.ts';

const BY_ID = `SELECT ${SELECTED} FROM links WHERE id = $1`;
const BY_IDS = `SELECT ${SELECTED} FROM links WHERE id = ANY($1::text[])`;
const BY_ATTEMPT = `SELECT ${SELECTED} FROM links WHERE attempt = $1 AND status NOT IN ('rejected', 'gone')`;
const BY_FINGERPRINT = `SELECT ${SELECTED} FROM links WHERE fingerprint = $1 AND superseded_at IS NULL AND status NOT IN ('rejected', 'gone')`;

/** The store in a PostgreSQL database: for one process or many. @param url `postgres://user:password@host:port/name` */
export async function createPostgresStore(url: string): Promise<Store> {
  const database = await openDatabase(url);
  const one = async (sql: string, key: string): Promise<LinkRow | null> => {
    const raw = await database.get<RawRow>(sql, key);
    return raw ? linkRow(raw) : null;
  };
  return {
    insertLink: (link, lease, budget) => insertLink(database, link, lease, budget),
    link: (id) => one(BY_ID, id),
    links: async (ids) => (await database.all<RawRow>(BY_IDS, ids)).map(linkRow),
    linkByAttempt: (attempt) => one(BY_ATTEMPT, attempt),
    linkByFingerprint: (fingerprint) => one(BY_FINGERPRINT, fingerprint),
    ...issuingQueries(database),
    ...readingQueries(database),
    ...trackingQueries(database),
    ...tokenQueries(database),
    ...factQueries(database),
    ...operatorQueries(database),
    ...inboxQueries(database),
    ...outboxQueries(database),
    isShared: true,
    onHint: (listener) => listenToHints(url, listener),
    check: async () => {
      await database.run("INSERT INTO facts (name, value) VALUES ('checked', '') ON CONFLICT DO NOTHING");
    },
    close: () => database.close(),
  };
}
