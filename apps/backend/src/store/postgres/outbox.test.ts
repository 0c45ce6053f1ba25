import { afterAll, beforeAll, expect, it } from 'vitest';

import { type PostgresServer, startPostgres } from '../../../test/postgres-server.ts';
import { OUTBOX_QUERIES, webhookOutboxContract } from '../../../test/webhook-outbox-contract.ts';
import { slowInPostgres } from '../../../test/query-plans.ts';
import { createPostgresStore } from './postgres-store.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

webhookOutboxContract('PostgreSQL', async () => createPostgresStore(await server.database()));

it('finds events by an index', async () => expect(await slowInPostgres(server, OUTBOX_QUERIES)).toEqual([]));
