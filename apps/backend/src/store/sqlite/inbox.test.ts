import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { INBOX_QUERIES, webhookInboxContract } from '../../../test/webhook-inbox-contract.ts';
import { slowInSqlite } from '../../../test/query-plans.ts';
import { createSqliteStore } from './sqlite-store.ts';

const file = () => join(mkdtempSync(join(tmpdir(), 'store-')), 'mytpe-pay.db');

webhookInboxContract('SQLite', async () => createSqliteStore(file()));

it('finds deliveries and their links by an index', async () => expect(await slowInSqlite(INBOX_QUERIES)).toEqual([]));
