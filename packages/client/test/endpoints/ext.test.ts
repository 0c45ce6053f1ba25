import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ExtClient } from '../../src/index.ts';
import { fileBytes } from '../file-samples.ts';
import { EXT_ENDPOINTS } from './reference.ts';
import { type Row, check } from './row.ts';
import { CREDENTIALS, type Stand, createStand } from './stand.ts';

const BASE = '/api/ext';
const READY_INSTANCE = '1a570000-0000-4000-8000-000000000001';
const REGISTER = fileBytes('pdf', 70_001);
const PROOF = fileBytes('jpeg', 9_000);
const LOGO = fileBytes('png', 4_097);
const RIB = '00799999000123456789';

let stand: Stand;
let client: ExtClient;
const ids = new Proxy({} as Record<string, string>, { get: (_target, name: string) => stand.ids[name] });

beforeAll(async () => {
  stand = await createStand();
  client = new ExtClient({ baseUrl: stand.proxy.url + BASE, credentials: CREDENTIALS, allowInsecureWebhooks: true });
});
afterAll(async () => {
  await client.close();
  await stand.close();
});

const named: Stand['named'] = (name, made) => stand.named(name, made);
const accept = (kind: string, id: string) => stand.sandbox.control(`reviews/${kind}/${id}`, { decision: 'accept' });
const has = (fields: object) => expect.objectContaining(fields);
/** A page that holds this item. */
const page = (item: object) => has({ data: expect.arrayContaining([has(item)]), meta: has({ current_page: 1 }) });
const LIST = ['data', 'links', 'meta'];
const ONE = ['data'];

const IDENTIFICATIONS: readonly Row<ExtClient>[] = [
  {
    endpoint: 'POST /identifications',
    call: (c) =>
      named(
        'identification',
        c.identifications.create({
          name: 'متجر الجزائر',
          establishment_type_id: 'e-1',
          authorization_type_id: 'a-1',
          identification_file: { content: REGISTER, name: 'السجل التجاري.pdf' },
        }),
      ),
    sends: {
      parts: {
        name: 'متجر الجزائر',
        establishment_type_id: 'e-1',
        authorization_type_id: 'a-1',
        identification_file: REGISTER,
      },
    },
    status: 201,
    answers: ONE,
    gives: has({ name: 'متجر الجزائر', status: 'pending', reason: null, has_file: true, activity: null }),
  },
  {
    endpoint: 'GET /identifications',
    call: (c) => c.identifications.list({ status: 'pending', sort_by: 'name', sort_dir: 'desc', per_page: 5 }),
    query: { status: 'pending', sort_by: 'name', sort_dir: 'desc', per_page: '5' },
    status: 200,
    answers: LIST,
    gives: page({ name: 'متجر الجزائر' }),
  },
  {
    endpoint: 'PUT /identifications/{id}',
    call: (c) => c.identifications.update(ids['identification']!, { name: 'Boutique', activity_id: 'c-1' }),
    sends: { json: { name: 'Boutique', activity_id: 'c-1' } },
    status: 200,
    answers: ONE,
    gives: has({ name: 'Boutique', status: 'pending' }),
  },
  {
    endpoint: 'GET /identifications/{id}',
    call: async (c) => {
      await accept('identifications', ids['identification']!);
      return c.identifications.get(ids['identification']!);
    },
    status: 200,
    answers: ONE,
    gives: has({ status: 'accepted', created_at: expect.any(Date) }),
  },
  {
    endpoint: 'DELETE /identifications/{id}',
    call: async (c) => {
      const spare = { name: 'Spare', establishment_type_id: 'e-1', authorization_type_id: 'a-1' };
      const { id } = await c.identifications.create(spare);
      for (const brand of await c.brands.listOf(id)) await c.brands.delete(brand.id);
      return c.identifications.delete(id);
    },
    status: 200,
    answers: ['message'],
    gives: undefined,
  },
];

const BRANDS: readonly Row<ExtClient>[] = [
  {
    endpoint: 'POST /brands',
    call: (c) =>
      named(
        'brand',
        c.brands.create({
          name: 'Ma marque',
          identification_id: ids['identification']!,
          logo: { content: LOGO, name: 'logo "1".png' },
        }),
      ),
    sends: () => ({ parts: { name: 'Ma marque', identification_id: ids['identification']!, logo: LOGO } }),
    status: 201,
    answers: ONE,
    gives: has({ name: 'Ma marque', status: 'pending', logo: expect.stringMatching(/^http/), file: null }),
  },
  {
    endpoint: 'GET /brands',
    call: (c) => c.brands.list({ search: 'marque' }),
    query: { search: 'marque' },
    status: 200,
    answers: LIST,
    gives: page({ name: 'Ma marque' }),
  },
  {
    endpoint: 'PUT /brands/{id}',
    call: (c) => c.brands.update(ids['brand']!, { file: { content: PROOF, name: 'doc.jpg' } }),
    sends: { parts: { file: PROOF } },
    status: 200,
    answers: ONE,
    gives: has({ file: expect.stringContaining('.jpg') }),
  },
  {
    endpoint: 'GET /brands/{id}',
    call: async (c) => {
      await accept('brands', ids['brand']!);
      return c.brands.get(ids['brand']!);
    },
    status: 200,
    answers: ONE,
    gives: has({ status: 'accepted', identification: has({ name: 'Boutique' }) }),
  },
  {
    endpoint: 'DELETE /brands/{id}',
    call: async (c) => {
      const { id } = await c.brands.create({ name: 'Spare', identification_id: ids['identification']! });
      return c.brands.delete(id);
    },
    status: 200,
    answers: ['message'],
    gives: undefined,
  },
];

const BANK_ACCOUNTS: readonly Row<ExtClient>[] = [
  {
    endpoint: 'POST /bank-accounts',
    call: (c) =>
      named('account', c.bankAccounts.create({ account_number: RIB, identification_id: ids['identification']! })),
    sends: () => ({ json: { account_number: RIB, identification_id: ids['identification']! } }),
    status: 201,
    answers: ONE,
    gives: has({ account_number: RIB, bank_code: '007', status: 'pending' }),
  },
  {
    endpoint: 'GET /bank-accounts',
    call: (c) => c.bankAccounts.list(),
    status: 200,
    answers: LIST,
    gives: page({ account_number: RIB }),
  },
  {
    endpoint: 'PUT /bank-accounts/{id}',
    call: (c) => c.bankAccounts.update(ids['account']!, { account_number: '0'.repeat(20) }),
    sends: { json: { account_number: '0'.repeat(20) } },
    status: 200,
    answers: ONE,
    gives: has({ account_number: '0'.repeat(20), bank_code: '000' }),
  },
  {
    endpoint: 'GET /bank-accounts/{id}',
    call: async (c) => {
      await accept('bank-accounts', ids['account']!);
      return c.bankAccounts.get(ids['account']!);
    },
    status: 200,
    answers: ONE,
    gives: has({ status: 'accepted', identification_id: expect.any(String) }),
  },
  {
    endpoint: 'DELETE /bank-accounts/{id}',
    call: async (c) => {
      const spare = { account_number: '1'.repeat(20), identification_id: ids['identification']! };
      return c.bankAccounts.delete((await c.bankAccounts.create(spare)).id);
    },
    status: 200,
    answers: ['message'],
    gives: undefined,
  },
];

const basis = () => ({
  identification_id: ids['identification']!,
  brand_id: ids['brand']!,
  bank_account_id: ids['account']!,
});
const INSTANCES: readonly Row<ExtClient>[] = [
  {
    endpoint: 'POST /instances',
    call: async (c) => {
      const proof = { content: PROOF, name: 'chèque.jpg' };
      const input = { title: 'Alger', ...basis(), payment_method: 'cheque', payment_proof: proof } as const;
      const fee = await c.instances.requestActivation(input);
      await accept('activations', fee.transaction_id);
      return fee;
    },
    sends: () => ({ parts: { title: 'Alger', ...basis(), payment_method: 'cheque', payment_proof: PROOF } }),
    status: 201,
    answers: ONE,
    gives: has({ status: 'processing', payment_method: 'cheque', amount: 300_000, currency: 'DZD', form_url: null }),
  },
  {
    endpoint: 'GET /instances',
    call: async (c) => {
      const found = await c.instances.findActivated({ title: 'Alger', ...basis(), requestedAt: new Date() });
      stand.ids['instance'] = found[0]!.id;
      return found;
    },
    status: 200,
    answers: LIST,
    gives: [has({ title: 'Alger', acceptance_status: 'documents_submitted', status: 'active' })],
  },
  {
    endpoint: 'PUT /instances/{id}',
    call: (c) => c.instances.update(ids['instance']!, { title: 'Oran', logo: { content: LOGO, name: 'l.png' } }),
    sends: { parts: { title: 'Oran', logo: LOGO } },
    status: 200,
    answers: ONE,
    gives: has({ title: 'Oran', logo: expect.stringContaining('logo.png') }),
  },
  {
    endpoint: 'GET /instances/{id}',
    call: async (c) => {
      await accept('instances', ids['instance']!);
      return c.instances.get(ids['instance']!);
    },
    status: 200,
    answers: ONE,
    gives: has({
      acceptance_status: 'ready',
      brand: has({ name: 'Ma marque' }),
      bank_account: has({ bank_code: '000' }),
    }),
  },
  {
    endpoint: 'DELETE /instances/{id}',
    call: (c) => c.instances.delete(ids['instance']!),
    status: 200,
    answers: ['message'],
    gives: undefined,
  },
];

const WILAYA = {
  input_name: 'wilaya',
  label: 'Wilaya',
  data_type: 'select',
  is_required: true,
  options: [
    { value: '16', label: 'Alger' },
    { value: '31', label: 'Oran' },
  ],
} as const;
const FORMS: readonly Row<ExtClient>[] = [
  {
    endpoint: 'POST /forms',
    call: (c) => named('form', c.forms.create({ name: 'Checkout', industry: 'ecommerce' })),
    sends: { json: { name: 'Checkout', industry: 'ecommerce' } },
    status: 201,
    answers: ONE,
    gives: has({ name: 'Checkout', status: 'draft', sections: [], fields: [] }),
  },
  {
    endpoint: 'GET /forms',
    call: (c) => c.forms.list(),
    status: 200,
    answers: LIST,
    gives: page({ name: 'Checkout' }),
  },
  {
    endpoint: 'PATCH /forms/{id}',
    call: (c) => c.forms.update(ids['form']!, { description: 'Livraison' }),
    sends: { json: { description: 'Livraison' } },
    status: 200,
    answers: ONE,
    gives: has({ description: 'Livraison' }),
  },
  {
    endpoint: 'POST /forms/{id}/sections',
    call: (c) => named('section', c.forms.addSection(ids['form']!, { title: 'Adresse', position: 1 })),
    sends: { json: { title: 'Adresse', position: 1 } },
    status: 201,
    answers: ONE,
    gives: has({ title: 'Adresse', position: 1 }),
  },
  {
    endpoint: 'PATCH /forms/{id}/sections/{id}',
    call: (c) => c.forms.updateSection(ids['form']!, ids['section']!, { title: 'Livraison' }),
    sends: { json: { title: 'Livraison' } },
    status: 200,
    answers: ONE,
    gives: has({ title: 'Livraison' }),
  },
  {
    endpoint: 'POST /forms/{id}/fields',
    call: (c) => named('field', c.forms.addField(ids['form']!, WILAYA)),
    sends: { json: WILAYA },
    status: 201,
    answers: ONE,
    gives: has(WILAYA),
  },
  {
    endpoint: 'PATCH /forms/{id}/fields/{id}',
    call: (c) => c.forms.updateField(ids['form']!, ids['field']!, { is_required: false }),
    sends: { json: { is_required: false } },
    status: 200,
    answers: ONE,
    gives: has({ is_required: false, options: WILAYA.options }),
  },
  {
    endpoint: 'DELETE /forms/{id}/sections/{id}',
    call: (c) => c.forms.removeSection(ids['form']!, ids['section']!),
    status: 200,
    answers: ['message'],
    gives: undefined,
  },
  {
    endpoint: 'POST /forms/{id}/publish',
    call: (c) => c.forms.publish(ids['form']!),
    status: 200,
    answers: ONE,
    gives: has({ status: 'published' }),
  },
  {
    endpoint: 'GET /forms/{id}',
    call: (c) => c.forms.get(ids['form']!),
    status: 200,
    answers: ONE,
    gives: has({ sections: [], fields: [has({ input_name: 'wilaya' })] }),
  },
  {
    endpoint: 'DELETE /forms/{id}/fields/{id}',
    call: (c) => c.forms.removeField(ids['form']!, ids['field']!),
    status: 200,
    answers: ['message'],
    gives: undefined,
  },
  {
    endpoint: 'DELETE /forms/{id}',
    call: (c) => c.forms.delete(ids['form']!),
    status: 200,
    answers: ['message'],
    gives: undefined,
  },
];

const LINKS: readonly Row<ExtClient>[] = [
  {
    endpoint: 'POST /links',
    call: (c) =>
      named(
        'link',
        c.links.create({
          payment_instance_id: READY_INSTANCE,
          title: 'Order #10428',
          amount_mode: 'fixed',
          amount: 450_050,
          usage_mode: 'one_shot',
          metadata: { order_id: '10428' },
        }),
      ),
    sends: {
      json: {
        payment_instance_id: READY_INSTANCE,
        title: 'Order #10428',
        amount_mode: 'fixed',
        amount: 4500.5,
        currency: 'DZD',
        usage_mode: 'one_shot',
        metadata: { order_id: '10428' },
      },
    },
    status: 201,
    answers: ONE,
    gives: has({
      status: 'draft',
      amount: 450_050,
      paid_count: 0,
      total_collected: 0,
      metadata: { order_id: '10428' },
    }),
  },
  {
    endpoint: 'GET /links',
    call: (c) => c.links.list({ payment_instance_id: READY_INSTANCE, status: 'draft', usage_mode: 'one_shot' }),
    query: { payment_instance_id: READY_INSTANCE, status: 'draft', usage_mode: 'one_shot', per_page: '50' },
    status: 200,
    answers: LIST,
    gives: page({ title: 'Order #10428' }),
  },
  {
    endpoint: 'PUT /links/{id}',
    call: (c) => c.links.update(ids['link']!, { title: 'Order #1', description: null }),
    sends: { json: { title: 'Order #1', description: null } },
    status: 200,
    answers: ONE,
    gives: has({ title: 'Order #1', description: null }),
  },
  ...(['publish', 'pause', 'resume'] as const).map((action): Row<ExtClient> => ({
    endpoint: `POST /links/{id}/${action}`,
    call: (c) => c.links[action](ids['link']!),
    status: 200,
    answers: ONE,
    gives: has({ status: action === 'pause' ? 'paused' : 'active' }),
  })),
  {
    endpoint: 'GET /links/{id}',
    call: (c) => c.links.get(ids['link']!),
    status: 200,
    answers: ONE,
    gives: has({ status: 'active', allowed_payers: [], expires_at: null, created_at: expect.any(Date) }),
  },
  {
    endpoint: 'POST /links/{id}/archive',
    call: (c) => c.links.archive(ids['link']!),
    status: 200,
    answers: ['message'],
    gives: has({ status: 'archived' }),
  },
];

const HOOK = 'http://127.0.0.1:9/hook';
const WEBHOOKS: readonly Row<ExtClient>[] = [
  {
    endpoint: 'POST /webhooks',
    call: (c) => named('webhook', c.webhooks.create({ url: HOOK, events: ['transaction.paid'] })),
    sends: { json: { url: HOOK, events: ['transaction.paid'] } },
    status: 201,
    answers: ONE,
    gives: has({ url: HOOK, is_active: true, secret: expect.stringMatching(/^whsec_/) }),
  },
  { endpoint: 'GET /webhooks', call: (c) => c.webhooks.list(), status: 200, answers: LIST, gives: page({ url: HOOK }) },
  {
    endpoint: 'GET /webhooks/events',
    call: (c) => c.webhooks.events(),
    status: 200,
    answers: ONE,
    gives: expect.arrayContaining(['transaction.paid', 'form.submitted']),
  },
  {
    endpoint: 'PATCH /webhooks/{id}',
    call: (c) => c.webhooks.update(ids['webhook']!, { description: 'Production' }),
    sends: { json: { description: 'Production' } },
    status: 200,
    answers: ONE,
    gives: has({ description: 'Production' }),
  },
  {
    endpoint: 'POST /webhooks/{id}/regenerate-secret',
    call: (c) => c.webhooks.regenerateSecret(ids['webhook']!),
    status: 200,
    answers: ONE,
    gives: { secret: expect.stringMatching(/^whsec_/) },
  },
  {
    endpoint: 'GET /webhooks/{id}',
    call: (c) => c.webhooks.get(ids['webhook']!),
    status: 200,
    answers: ONE,
    gives: expect.not.objectContaining({ secret: expect.anything() }),
  },
  {
    endpoint: 'GET /webhooks/{id}/deliveries',
    call: async (c) => {
      await stand.sandbox.control('events', { api: 'ext', event: 'transaction.paid', data: { test: true } });
      const { data } = await c.webhooks.deliveries(ids['webhook']!);
      stand.ids['delivery'] = data[0]!.id!;
      return data;
    },
    status: 200,
    answers: LIST,
    gives: [has({ event: 'transaction.paid', raw: expect.any(Object) })],
  },
  {
    endpoint: 'POST /webhooks/{id}/deliveries/{id}/redeliver',
    call: (c) => c.webhooks.redeliver(ids['webhook']!, ids['delivery']!),
    status: 200,
    answers: ONE,
    gives: undefined,
  },
  { endpoint: 'DELETE /webhooks/{id}', call: (c) => c.webhooks.delete(ids['webhook']!), status: 204, gives: undefined },
];

const ROWS: readonly Row<ExtClient>[] = [
  { endpoint: 'GET /me', call: (c) => c.me(), status: 200, answers: ONE, gives: has({ role: 'trader' }) },
  ...IDENTIFICATIONS,
  ...BRANDS,
  ...BANK_ACCOUNTS,
  ...INSTANCES,
  ...FORMS,
  ...LINKS,
  ...WEBHOOKS,
];

describe('every endpoint of ext, from the client over the wire to the sandbox and back', () => {
  it.each(ROWS.map((row) => [row.endpoint, row] as const))('%s', async (_endpoint, row) => {
    await check(row, client, stand.proxy, BASE);
  });

  it('is in the table', () => {
    expect(new Set(ROWS.map(({ endpoint }) => endpoint))).toEqual(new Set(EXT_ENDPOINTS));
  });
});
