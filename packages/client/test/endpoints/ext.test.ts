import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ExtClient } from '../../src/index.ts';
import { ONE, has } from './responses.ts';
import { onboardingRows } from './ext-onboarding.ts';
import { sellingRows } from './ext-selling.ts';
import { EXT_ENDPOINTS } from './reference.ts';
import { type Row, check } from './row.ts';
import { CREDENTIALS, type Stand, createStand, storyOf } from './stand.ts';

const BASE = '/api/ext';

let stand: Stand;
let client: ExtClient;
const story = storyOf(() => stand);

beforeAll(async () => {
  stand = await createStand();
  client = new ExtClient({ baseUrl: stand.proxy.url + BASE, credentials: CREDENTIALS, allowInsecureWebhooks: true });
});
afterAll(async () => {
  await client.close();
  await stand.close();
});

const ROWS: readonly Row<ExtClient>[] = [
  { endpoint: 'GET /me', call: (c) => c.me(), status: 200, responseKeys: ONE, gives: has({ role: 'trader' }) },
  ...onboardingRows(story),
  ...sellingRows(story),
];

describe('every endpoint of ext, from the client to the sandbox and back', () => {
  it.each(ROWS.map((row) => [row.endpoint, row] as const))('%s', async (_endpoint, row) => {
    await check(row, client, stand.proxy, BASE);
  });

  it('has a row in the table', () => {
    expect(new Set(ROWS.map(({ endpoint }) => endpoint))).toEqual(new Set(EXT_ENDPOINTS));
  });
});
