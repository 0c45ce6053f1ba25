import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ExtClient } from '../../src/index.ts';
import { ONE, has } from './responses.ts';
import { onboardingRows } from './ext-onboarding.ts';
import { sellingRows } from './ext-selling.ts';
import { EXT_ENDPOINTS } from './reference.ts';
import { type Row, check } from './row.ts';
import { CREDENTIALS, type Setup, createSetup, createRowContext } from './setup.ts';

const BASE = '/api/ext';

let setup: Setup;
let client: ExtClient;
const context = createRowContext(() => setup);

beforeAll(async () => {
  setup = await createSetup();
  client = new ExtClient({ baseUrl: setup.proxy.url + BASE, credentials: CREDENTIALS, allowInsecureWebhooks: true });
});
afterAll(async () => {
  await client.close();
  await setup.close();
});

const ROWS: readonly Row<ExtClient>[] = [
  { endpoint: 'GET /me', call: (c) => c.me(), status: 200, responseKeys: ONE, result: has({ role: 'trader' }) },
  ...onboardingRows(context),
  ...sellingRows(context),
];

describe('every endpoint of ext, from the client to the sandbox and back', () => {
  it.each(ROWS.map((row) => [row.endpoint, row] as const))('%s', async (_endpoint, row) => {
    await check(row, client, setup.proxy, BASE);
  });

  it('has a row in the table', () => {
    expect(new Set(ROWS.map(({ endpoint }) => endpoint))).toEqual(new Set(EXT_ENDPOINTS));
  });
});
