import { expect } from 'vitest';

import type { ExtClient } from '../../src/index.ts';
import { LIST, ONE, has, page } from './responses.ts';
import type { Row } from './row.ts';
import type { RowContext } from './setup.ts';

const READY_INSTANCE = '1a570000-0000-4000-8000-000000000001';

/** Rows for forms, links and webhooks. */
export function sellingRows({ control, ids, named }: RowContext): Row<ExtClient>[] {
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
      responseKeys: ONE,
      result: has({ name: 'Checkout', status: 'draft', sections: [], fields: [] }),
    },
    {
      endpoint: 'GET /forms',
      call: (c) => c.forms.list(),
      status: 200,
      responseKeys: LIST,
      result: page({ name: 'Checkout' }),
    },
    {
      endpoint: 'PATCH /forms/{id}',
      call: (c) => c.forms.update(ids['form']!, { description: 'Livraison' }),
      sends: { json: { description: 'Livraison' } },
      status: 200,
      responseKeys: ONE,
      result: has({ description: 'Livraison' }),
    },
    {
      endpoint: 'POST /forms/{id}/sections',
      call: (c) => named('section', c.forms.addSection(ids['form']!, { title: 'Adresse', position: 1 })),
      sends: { json: { title: 'Adresse', position: 1 } },
      status: 201,
      responseKeys: ONE,
      result: has({ title: 'Adresse', position: 1 }),
    },
    {
      endpoint: 'PATCH /forms/{id}/sections/{id}',
      call: (c) => c.forms.updateSection(ids['form']!, ids['section']!, { title: 'Livraison' }),
      sends: { json: { title: 'Livraison' } },
      status: 200,
      responseKeys: ONE,
      result: has({ title: 'Livraison' }),
    },
    {
      endpoint: 'POST /forms/{id}/fields',
      call: (c) => named('field', c.forms.addField(ids['form']!, WILAYA)),
      sends: { json: WILAYA },
      status: 201,
      responseKeys: ONE,
      result: has(WILAYA),
    },
    {
      endpoint: 'PATCH /forms/{id}/fields/{id}',
      call: (c) => c.forms.updateField(ids['form']!, ids['field']!, { is_required: false }),
      sends: { json: { is_required: false } },
      status: 200,
      responseKeys: ONE,
      result: has({ is_required: false, options: WILAYA.options }),
    },
    {
      endpoint: 'DELETE /forms/{id}/sections/{id}',
      call: (c) => c.forms.removeSection(ids['form']!, ids['section']!),
      status: 200,
      responseKeys: ['message'],
      result: undefined,
    },
    {
      endpoint: 'POST /forms/{id}/publish',
      call: (c) => c.forms.publish(ids['form']!),
      status: 200,
      responseKeys: ONE,
      result: has({ status: 'published' }),
    },
    {
      endpoint: 'GET /forms/{id}',
      call: (c) => c.forms.get(ids['form']!),
      status: 200,
      responseKeys: ONE,
      result: has({ sections: [], fields: [has({ input_name: 'wilaya' })] }),
    },
    {
      endpoint: 'DELETE /forms/{id}/fields/{id}',
      call: (c) => c.forms.removeField(ids['form']!, ids['field']!),
      status: 200,
      responseKeys: ['message'],
      result: undefined,
    },
    {
      endpoint: 'DELETE /forms/{id}',
      call: (c) => c.forms.delete(ids['form']!),
      status: 200,
      responseKeys: ['message'],
      result: undefined,
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
      responseKeys: ONE,
      result: has({
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
      responseKeys: LIST,
      result: page({ title: 'Order #10428' }),
    },
    {
      endpoint: 'PUT /links/{id}',
      call: (c) => c.links.update(ids['link']!, { title: 'Order #1', description: null }),
      sends: { json: { title: 'Order #1', description: null } },
      status: 200,
      responseKeys: ONE,
      result: has({ title: 'Order #1', description: null }),
    },
    ...(['publish', 'pause', 'resume'] as const).map((action): Row<ExtClient> => ({
      endpoint: `POST /links/{id}/${action}`,
      call: (c) => c.links[action](ids['link']!),
      status: 200,
      responseKeys: ONE,
      result: has({ status: action === 'pause' ? 'paused' : 'active' }),
    })),
    {
      endpoint: 'GET /links/{id}',
      call: (c) => c.links.get(ids['link']!),
      status: 200,
      responseKeys: ONE,
      result: has({ status: 'active', allowed_payers: [], expires_at: null, created_at: expect.any(Date) }),
    },
    {
      endpoint: 'POST /links/{id}/archive',
      call: (c) => c.links.archive(ids['link']!),
      status: 200,
      responseKeys: ['message'],
      result: has({ status: 'archived' }),
    },
  ];

  const HOOK = 'http://127.0.0.1:9/hook';
  const WEBHOOKS: readonly Row<ExtClient>[] = [
    {
      endpoint: 'POST /webhooks',
      call: (c) => named('webhook', c.webhooks.create({ url: HOOK, events: ['transaction.paid'] })),
      sends: { json: { url: HOOK, events: ['transaction.paid'] } },
      status: 201,
      responseKeys: ONE,
      result: has({ url: HOOK, is_active: true, secret: expect.stringMatching(/^whsec_/) }),
    },
    {
      endpoint: 'GET /webhooks',
      call: (c) => c.webhooks.list(),
      status: 200,
      responseKeys: LIST,
      result: page({ url: HOOK }),
    },
    {
      endpoint: 'GET /webhooks/events',
      call: (c) => c.webhooks.events(),
      status: 200,
      responseKeys: ONE,
      result: expect.arrayContaining(['transaction.paid', 'form.submitted']),
    },
    {
      endpoint: 'PATCH /webhooks/{id}',
      call: (c) => c.webhooks.update(ids['webhook']!, { description: 'Production' }),
      sends: { json: { description: 'Production' } },
      status: 200,
      responseKeys: ONE,
      result: has({ description: 'Production' }),
    },
    {
      endpoint: 'POST /webhooks/{id}/regenerate-secret',
      call: (c) => c.webhooks.regenerateSecret(ids['webhook']!),
      status: 200,
      responseKeys: ONE,
      result: { secret: expect.stringMatching(/^whsec_/) },
    },
    {
      endpoint: 'GET /webhooks/{id}',
      call: (c) => c.webhooks.get(ids['webhook']!),
      status: 200,
      responseKeys: ONE,
      result: expect.not.objectContaining({ secret: expect.anything() }),
    },
    {
      endpoint: 'GET /webhooks/{id}/deliveries',
      call: async (c) => {
        await control('events', { api: 'ext', event: 'transaction.paid', data: { test: true } });
        const { data } = await c.webhooks.deliveries(ids['webhook']!);
        ids['delivery'] = data[0]!.id!;
        return data;
      },
      status: 200,
      responseKeys: LIST,
      result: [has({ event: 'transaction.paid', raw: expect.any(Object) })],
    },
    {
      endpoint: 'POST /webhooks/{id}/deliveries/{id}/redeliver',
      call: (c) => c.webhooks.redeliver(ids['webhook']!, ids['delivery']!),
      status: 200,
      responseKeys: ONE,
      result: undefined,
    },
    {
      endpoint: 'DELETE /webhooks/{id}',
      call: (c) => c.webhooks.delete(ids['webhook']!),
      status: 204,
      result: undefined,
    },
  ];

  return [...FORMS, ...LINKS, ...WEBHOOKS];
}
