import { afterAll, beforeAll, expect, it } from 'vitest';

import { type PostgresServer, startPostgres } from '../../../test/postgres-server.ts';
import { INBOX_QUERIES, webhookInboxContract } from '../../../test/webhook-inbox-contract.ts';
import { slowInPostgres } from '../../../test/query-plans.ts';
import { createPostgresStore } from './postgres-store.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

webhookInboxContract('PostgreSQL', async () => createPostgresStore(await server.database()));

it('finds deliveries and their links by an index', async () =>
  expect(await slowInPostgres(server, INBOX_QUERIES)).toEqual([]));
