import { describe, expect, it } from 'vitest';

import { SEEDED_IDS } from '../src/index.ts';
import { CREDENTIALS, ORDER, openShop, send } from './shop.ts';

const SIX_DIGIT_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

describe('the documented samples, key by key', () => {
  it('GET /me', async () => {
    const { api } = await openShop();
    const { status, body } = await api('GET', '/me');
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        id: SEEDED_IDS.trader,
        email: 'trader@example.com',
        name: 'Boutique Centrale',
        role: 'trader',
        created_at: '2026-01-12T09:30:00.000000Z',
      },
    });
  });

  it('GET /instances/{id}, with its nested records', async () => {
    const { api } = await openShop();
    const { body } = await api('GET', `/instances/${SEEDED_IDS.readyInstance}`);
    const { data } = body;
    expect(data).toMatchObject({
      id: SEEDED_IDS.readyInstance,
      user_id: SEEDED_IDS.trader,
      title: 'Boutique Centrale - Alger',
      logo: null,
      status: 'active',
      acceptance_status: 'ready',
      acceptance_reason: null,
      identification: { id: data.identification_id, name: 'Boutique Centrale SARL' },
      brand: { id: data.brand_id, name: 'Boutique Centrale' },
      bank_account: { id: data.bank_account_id, account_number: '00799999000123456789', bank_code: '007' },
    });
    expect(data.created_at).toMatch(SIX_DIGIT_UTC);
    expect(data.updated_at).toMatch(SIX_DIGIT_UTC);
  });

  it('POST /links returns only the documented part of the link', async () => {
    const { api } = await openShop();
    const order = { ...ORDER, form_id: SEEDED_IDS.publishedForm, metadata: { order_id: '10428' } };
    const { status, body } = await api('POST', '/links', order);
    expect(status).toBe(201);
    expect(body).toEqual({
      data: {
        id: expect.any(String),
        slug: expect.stringMatching(/^order-10428-[a-z2-9]{6}$/),
        title: 'Order #10428',
        amount_mode: 'fixed',
        amount: '4500.00',
        currency: 'DZD',
        usage_mode: 'one_shot',
        status: 'draft',
        paid_count: 0,
        total_collected: '0.00',
        metadata: { order_id: '10428' },
      },
    });
  });

  it('GET /links/{id} returns every field of the object, and no URL', async () => {
    const { api, draft } = await openShop();
    const { id } = await draft();
    const { body } = await api('GET', `/links/${id}`);
    const documented =
      'id payment_instance_id form_id slug title description logo amount_mode usage_mode status amount min_amount max_amount currency max_uses target_amount starts_at ends_at expires_at paid_count total_collected allowed_payers metadata created_at updated_at';
    expect(Object.keys(body.data).sort()).toEqual(documented.split(' ').sort());
    expect(body.data.created_at).toBe('2026-06-09T12:00:00.000000Z');
  });

  it('archive returns the documented message', async () => {
    const { api, draft } = await openShop();
    const { id } = await draft();
    const { status, body } = await api('POST', `/links/${id}/archive`);
    expect([status, body]).toEqual([200, { message: 'Payment link archived.' }]);
  });
});

describe('refusals', () => {
  it.each([
    ['no credentials', {}],
    ['no secret', { 'x-api-key': CREDENTIALS['x-api-key'] }],
    ['a wrong secret', { ...CREDENTIALS, 'x-api-secret': 'mts_live_wrong' }],
  ])('401 with the documented body for %s', async (_case, headers) => {
    const { sandbox } = await openShop();
    const { status, body } = await send(`${sandbox.apiBaseUrl}/me`, 'GET', undefined, headers);
    expect([status, body]).toEqual([401, { error: 'UNAUTHORIZED', message: 'Invalid API credentials.' }]);
  });

  it('404 for unknown ids, in the documented pattern', async () => {
    const { api } = await openShop();
    expect(await api('GET', '/links/nope')).toMatchObject({
      status: 404,
      body: { error: 'PAYMENT_LINK_NOT_FOUND', message: 'Payment link not found.' },
    });
    expect(await api('POST', '/links/nope/publish')).toMatchObject({ status: 404 });
    expect(await api('PUT', '/links/nope', {})).toMatchObject({ status: 404 });
    expect(await api('GET', '/instances/nope')).toMatchObject({
      status: 404,
      body: { error: 'PAYMENT_INSTANCE_NOT_FOUND' },
    });
    expect(await api('DELETE', '/links/nope')).toMatchObject({ status: 404, body: { error: 'NOT_FOUND' } });
  });

  it('415 for a form, because the API reads JSON', async () => {
    const { sandbox } = await openShop();
    const form = { method: 'POST', headers: CREDENTIALS, body: new URLSearchParams({ title: 'x' }) };
    const response = await fetch(`${sandbox.apiBaseUrl}/links`, form);
    expect([response.status, await response.json()]).toMatchObject([415, { error: 'BAD_REQUEST' }]);
  });

  it('400 for invalid JSON, 413 for an oversized body, 422 for JSON other than an object; creates nothing', async () => {
    const { api } = await openShop();
    expect(await api('POST', '/links', '{"amount":')).toMatchObject({ status: 400, body: { error: 'BAD_REQUEST' } });
    expect(await api('POST', '/links', { description: 'x'.repeat(70_000) })).toMatchObject({ status: 413 });
    for (const body of ['[]', 'null', '4500', '"text"', '']) {
      expect(await api('POST', '/links', body)).toMatchObject({
        status: 422,
        body: { errors: { body: [expect.any(String)] } },
      });
    }
    expect((await api('GET', '/links')).body.meta.total).toBe(0);
  });
});
