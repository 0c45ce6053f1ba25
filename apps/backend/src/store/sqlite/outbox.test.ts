import { expect, it } from 'vitest';

import { OUTBOX_QUERIES, webhookOutboxContract } from '../../../test/webhook-outbox-contract.ts';
import { slowInSqlite } from '../../../test/query-plans.ts';
import { createSqliteStore } from './sqlite-store.ts';

webhookOutboxContract('SQLite', async () => createSqliteStore(':memory:'));

it('finds events by an index', async () => expect(await slowInSqlite(OUTBOX_QUERIES)).toEqual([]));
