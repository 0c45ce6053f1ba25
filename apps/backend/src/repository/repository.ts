import type { Log } from '../lib/log.ts';
import { type Audit, auditQueries } from './audit.ts';
import type { Database } from './database.ts';
import { type Inbox, inboxQueries } from './inbox.ts';
import { type LinkInsertion, insertLinkQuery } from './insert-link.ts';
import { type KeyValues, keyValueQueries } from './key-values.ts';
import { type Leases, leaseQueries } from './leases.ts';
import { type LinkList, type Links, linkListQueries, linkQueries } from './links.ts';
import { type Outbox, outboxQueries } from './outbox.ts';
import { type Polling, pollingQueries } from './polling.ts';
import { type Retirement, retirementQueries } from './retirement.ts';
import { type Snapshots, snapshotQueries } from './snapshots.ts';
import { findWidePaths, openSqlite } from './sqlite.ts';

/** The stored state of all links, webhooks and settings of the installation. The same tests run on SQLite and PostgreSQL. */
export interface Repository
  extends LinkInsertion, Links, Leases, Snapshots, Polling, Retirement, KeyValues, LinkList, Audit, Inbox, Outbox {
  /** `true` if other processes may work on the same links. */
  readonly isShared: boolean;
  /**
   * Calls `listener` with the id of a link that another process may have changed; with `null` if notifications were missed.
   * A notification may come late or never. @returns a function that stops it.
   */
  onNotification(listener: (id: string | null) => void): () => Promise<void>;
  /** Rejects if the database cannot be written. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Creates the repository of an open database. */
export function createRepository(database: Database): Repository {
  return {
    ...insertLinkQuery(database),
    ...linkQueries(database),
    ...leaseQueries(database),
    ...snapshotQueries(database),
    ...pollingQueries(database),
    ...retirementQueries(database),
    ...keyValueQueries(database),
    ...linkListQueries(database),
    ...auditQueries(database),
    ...inboxQueries(database),
    ...outboxQueries(database),
    isShared: database.isShared,
    onNotification: (listener) => database.onNotification(listener),
    async check() {
      await database.run("INSERT INTO facts (name, value) VALUES ('checked', '') ON CONFLICT DO NOTHING");
    },
    close: () => database.close(),
  };
}

/**
 * Opens the database of `STORE_URL`: `sqlite:PATH`, or `postgres://…`, whose driver is loaded only then.
 * @param log receives a warning for each file of a SQLite database that other users of the machine can open.
 */
export async function openRepository(url: string, log: Log): Promise<Repository> {
  if (url.startsWith('sqlite:')) {
    const path = url.replace(/^sqlite:/, '');
    const database = openSqlite(path);
    for (const wide of findWidePaths(path))
      log.warn({ ...wide }, 'other users of this machine can open the database, which contains the key of receipts');
    return createRepository(database);
  }
  const { openPostgres } = await import('./postgres.ts');
  return createRepository(await openPostgres(url));
}
