import { type Audit, auditQueries } from './audit.ts';
import type { Database } from './database.ts';
import { type Inbox, inboxQueries } from './inbox.ts';
import { type LinkInsertion, insertLinkQuery } from './insert-link.ts';
import { type KeyValues, keyValueQueries } from './key-values.ts';
import { type Leases, leaseQueries } from './leases.ts';
import { type LinkList, linkListQueries } from './link-list.ts';
import { type Links, linkQueries } from './links.ts';
import { type Outbox, outboxQueries } from './outbox.ts';
import { type Polling, pollingQueries } from './polling.ts';
import { type Retirement, retirementQueries } from './retirement.ts';
import { type Snapshots, snapshotQueries } from './snapshots.ts';

/** The truth about every link. One contract, one test suite, two databases. */
export interface Repository
  extends LinkInsertion, Links, Leases, Snapshots, Polling, Retirement, KeyValues, LinkList, Audit, Inbox, Outbox {
  /** `true` if other processes may work on the same links. */
  readonly isShared: boolean;
  /**
   * Reports which link another process may have changed; `null`: notifications were missed. A notification may come late
   * or never. @returns a function that stops it.
   */
  onNotification(listener: (id: string | null) => void): () => Promise<void>;
  /** Fails when the store cannot be written and read. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** The store in an open database. */
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
