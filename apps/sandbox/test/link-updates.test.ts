import { describe, expect, it } from 'vitest';

import { SEEDED_IDS } from '../src/index.ts';
import { openShop } from './shop.ts';

it('changes the sent fields and keeps the others', async () => {
  const { api, draft, time } = await openShop();
  const { id, slug } = await draft({ description: 'Blue', metadata: { our_ref: 'r1' } });
  time.now = new Date('2026-06-09T13:00:00Z');
  const { status, body } = await api('PUT', `/links/${id}`, { title: 'Other', amount: '99.90', description: null });
  expect(status).toBe(200);
  expect(body.data).toMatchObject({
    title: 'Other',
    amount: '99.90',
    description: null,
    metadata: { our_ref: 'r1' },
    slug,
  });
  expect(body.data).toMatchObject({
    updated_at: '2026-06-09T13:00:00.000000Z',
    created_at: '2026-06-09T12:00:00.000000Z',
  });
  expect((await api('GET', `/links/${id}`)).body).toEqual(body);
});

it.each(['', null])('reads a form_id of %j as no form, in a create and in an update', async (form_id) => {
  const { api, draft } = await openShop();
  const anonymous = await draft({ form_id });
  expect((await api('GET', `/links/${anonymous.id}`)).body.data.form_id).toBeNull();
  const { id } = await draft({ form_id: SEEDED_IDS.publishedForm });
  const { status, body } = await api('PUT', `/links/${id}`, { form_id });
  expect([status, body.data.form_id]).toEqual([200, null]);
});

it('drops the fields of another mode, and requires the fields of the new mode', async () => {
  const { api, draft } = await openShop();
  const { id } = await draft();
  const open = await api('PUT', `/links/${id}`, { amount_mode: 'open', min_amount: 200 });
  expect(open.body.data).toMatchObject({ amount_mode: 'open', amount: null, min_amount: '200.00' });
  const fixed = await api('PUT', `/links/${id}`, { amount_mode: 'fixed' });
  expect([fixed.status, Object.keys(fixed.body.errors)]).toEqual([422, ['amount']]);
  expect((await api('GET', `/links/${id}`)).body.data.amount_mode).toBe('open');
});

describe('after a payment', () => {
  const PAID_TERMS = [
    { amount: 5000 },
    { amount_mode: 'open' },
    { usage_mode: 'one_shot' },
    { expires_at: '2027-01-01T00:00:00Z' },
    { form_id: SEEDED_IDS.publishedForm },
  ];

  it.each(PAID_TERMS)('refuses %j with a field error', async (change) => {
    const { api, control, published } = await openShop();
    const { id } = await published({ usage_mode: 'reusable' });
    await control('POST', `/links/${id}/pay`);
    const before = (await api('GET', `/links/${id}`)).body;
    const { status, body } = await api('PUT', `/links/${id}`, { title: 'New', ...change });
    expect(status).toBe(422);
    expect(Object.keys(body.errors)).toContain(Object.keys(change)[0]);
    expect(body.errors).not.toHaveProperty('title');
    expect((await api('GET', `/links/${id}`)).body).toEqual(before);
  });

  it('still changes title, description and metadata, also with unchanged terms and on a suspended instance', async () => {
    const { api, control, published } = await openShop();
    const { id } = await published();
    await control('POST', `/links/${id}/pay`);
    await control('PATCH', `/instances/${SEEDED_IDS.readyInstance}`, { status: 'suspended' });
    const changes = { title: 'Thanks', description: 'Paid', metadata: { n: 1 } };
    const { status, body } = await api('PUT', `/links/${id}`, { ...changes, amount: 4500.0, usage_mode: 'one_shot' });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ ...changes, status: 'exhausted', paid_count: 1, total_collected: '4500.00' });
  });
});

it('keeps the terms of an archived link', async () => {
  const { api, draft } = await openShop();
  const { id } = await draft();
  await api('POST', `/links/${id}/archive`);
  expect((await api('PUT', `/links/${id}`, { amount: 1 })).body.errors).toHaveProperty('amount');
  expect((await api('PUT', `/links/${id}`, { title: 'Old' })).status).toBe(200);
});

it('refuses an expiry in the past for an active link', async () => {
  const { api, published, status } = await openShop();
  const { id } = await published();
  expect((await api('PUT', `/links/${id}`, { expires_at: '2026-01-01T00:00:00Z' })).status).toBe(422);
  expect(await status(id)).toBe('active');
});
