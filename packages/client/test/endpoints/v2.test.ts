import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { V2Client } from '../../src/index.ts';
import { fileBytes } from '../file-samples.ts';
import { has, page } from './responses.ts';
import { V2_ENDPOINTS } from './reference.ts';
import { type Row, check } from './row.ts';
import { CREDENTIALS, type Setup, createSetup, createRowContext } from './setup.ts';

const BASE = '/api/v2/mytpe-pay';
const INSTANCE = 'mytpe_pay_sandbox_1';
const LOGO = fileBytes('png', 4_097);
const HOOK = 'http://127.0.0.1:9/hook';

let setup: Setup;
let client: V2Client;
const { control, ids, named } = createRowContext(() => setup);

beforeAll(async () => {
  setup = await createSetup();
  client = new V2Client({ baseUrl: setup.proxy.url + BASE, credentials: CREDENTIALS, allowInsecureWebhooks: true });
});
afterAll(async () => {
  await client.close();
  await setup.close();
});

/** The keys of every JSON response of v2. */
const ENVELOPE = ['success', 'message', 'data'];
const WITHOUT_DATA = ['success', 'message'];

const ROWS: readonly Row<V2Client>[] = [
  {
    endpoint: 'GET /',
    call: (c) => c.instances.list({ per_page: 2 }),
    query: { per_page: '2' },
    status: 200,
    responseKeys: ENVELOPE,
    result: page({ id: INSTANCE, status: 'active' }),
  },
  {
    endpoint: 'GET /active',
    call: (c) => c.instances.listActive(),
    status: 200,
    responseKeys: ENVELOPE,
    result: page({ id: INSTANCE, status: 'active' }),
  },
  {
    endpoint: 'POST /update',
    call: (c) => c.instances.update(INSTANCE, { name: 'متجر', default_inactivity_timeout_minutes: 60 }),
    sends: { parts: { id: INSTANCE, name: 'متجر', default_inactivity_timeout_minutes: '60' } },
    status: 200,
    responseKeys: ENVELOPE,
    result: has({ id: INSTANCE, name: 'متجر' }),
  },
  {
    endpoint: 'POST /links/store',
    call: (c) =>
      named(
        'link',
        c.links.create({
          mytpe_pay_id: INSTANCE,
          title: 'Limited Offer',
          details: 'Édition limitée',
          pricing: 'FIXED',
          amount: 500_000,
          slug: 'limited-offer',
          payment_mode: 'limited',
          max_payments: 50,
          metadata: { internal_id: 'PROD_123' },
          settings: { show_retry_button: false },
          logo: { content: LOGO, name: 'logo.png' },
        }),
      ),
    sends: {
      parts: {
        mytpe_pay_id: INSTANCE,
        title: 'Limited Offer',
        details: 'Édition limitée',
        type: 'dynamic',
        amount: '5000.00',
        slug: 'limited-offer',
        payment_mode: 'limited',
        max_payments: '50',
        'metadata[internal_id]': 'PROD_123',
        'settings[show_retry_button]': 'false',
        logo: LOGO,
      },
    },
    status: 201,
    responseKeys: ENVELOPE,
    result: has({ pricing: 'FIXED', amount: 500_000, status: 'active', max_payments: 50, remaining_payments: 50 }),
  },
  {
    endpoint: 'GET /{id}/links',
    call: (c) => c.links.list(INSTANCE, { per_page: 5 }),
    query: { per_page: '5' },
    status: 200,
    responseKeys: ENVELOPE,
    result: page({ slug: 'limited-offer' }),
  },
  {
    endpoint: 'GET /links/{id}',
    call: (c) => c.links.get(ids['link']!),
    status: 200,
    responseKeys: ENVELOPE,
    result: has({ payment_link: expect.stringMatching(/^http.*limited-offer$/), collected_amount: 0 }),
  },
  {
    endpoint: 'POST /links/update/{id}',
    call: (c) => c.links.update(ids['link']!, { title: 'Offre', settings: { allow_anonymous: true } }),
    sends: { parts: { _method: 'PATCH', title: 'Offre', 'settings[allow_anonymous]': 'true' } },
    status: 200,
    responseKeys: ENVELOPE,
    result: has({ title: 'Offre' }),
  },
  {
    endpoint: 'PATCH /links/{id}/toggle-status',
    call: async (c) => {
      const paused = await c.links.setActive(ids['link']!, false);
      await c.links.setActive(ids['link']!, true);
      return paused;
    },
    status: 200,
    responseKeys: ENVELOPE,
    result: has({ status: 'inactive' }),
  },
  {
    endpoint: 'GET /links/{id}/transactions',
    call: async (c) => {
      await control(`links/${ids['link']!}/pay`);
      const found = await c.transactions.list(ids['link']!, { status: 'completed', per_page: 5 });
      ids['order'] = found.data[0]!.order_number!;
      return found;
    },
    query: { status: 'completed', per_page: '5' },
    status: 200,
    responseKeys: ENVELOPE,
    result: page({ status: 'completed', amount: 500_000 }),
  },
  {
    endpoint: 'GET /transaction/recent',
    call: (c) => c.transactions.listRecent({ per_page: 10 }),
    query: { per_page: '10' },
    status: 200,
    responseKeys: ENVELOPE,
    result: page({ status: 'completed' }),
  },
  {
    endpoint: 'POST /links/transaction/check',
    call: (c) => c.transactions.check(ids['order']!),
    sends: () => ({ json: { order_number: ids['order']! } }),
    status: 200,
    responseKeys: ENVELOPE,
    result: has({ transaction: has({ status: 'completed', amount: 500_000 }) }),
  },
  {
    endpoint: 'GET /links/{id}/export-transactions',
    call: (c) => c.transactions.exportCsv(ids['link']!, { status: 'completed' }),
    query: { status: 'completed' },
    status: 200,
    result: expect.stringContaining('5000.00'),
  },
  {
    endpoint: 'GET /stats',
    call: (c) => c.instances.stats(),
    status: 200,
    responseKeys: ENVELOPE,
    result: { transaction_count: 1, total_amount: 500_000, mytpe_pay_count: expect.any(Number) },
  },
  {
    endpoint: 'PUT /{id}/webhook',
    call: (c) => c.webhook.set(INSTANCE, HOOK),
    sends: { json: { webhook_url: HOOK } },
    status: 200,
    responseKeys: ENVELOPE,
    result: has({ webhook_url: HOOK, webhook_secret: expect.stringMatching(/^whsec_/) }),
  },
  {
    endpoint: 'GET /{id}/webhook',
    call: (c) => c.webhook.get(INSTANCE),
    status: 200,
    responseKeys: ENVELOPE,
    result: has({ webhook_url: HOOK, has_secret: true, webhook_secret: expect.stringContaining('*') }),
  },
  {
    endpoint: 'POST /{id}/webhook/regenerate-secret',
    call: (c) => c.webhook.regenerateSecret(INSTANCE),
    status: 200,
    responseKeys: ENVELOPE,
    result: { webhook_secret: expect.stringMatching(/^whsec_/) },
  },
  {
    endpoint: 'DELETE /links/{id}',
    call: async (c) => {
      const spare = { mytpe_pay_id: INSTANCE, title: 'Spare', pricing: 'OPEN' } as const;
      return c.links.delete((await c.links.create(spare)).id);
    },
    status: 200,
    responseKeys: WITHOUT_DATA,
    result: undefined,
  },
];

describe('every endpoint of v2, from the client to the sandbox and back', () => {
  it.each(ROWS.map((row) => [row.endpoint, row] as const))('%s', async (_endpoint, row) => {
    await check(row, client, setup.proxy, BASE);
  });

  it('has a row in the table', () => {
    expect(new Set(ROWS.map(({ endpoint }) => endpoint))).toEqual(new Set(V2_ENDPOINTS));
  });
});
