import { describe, expect, it } from 'vitest';

import { SEEDED_V2_IDS } from '../src/index.ts';
import { OFFER, PNG, openV2Shop } from './v2-shop.ts';

const THREE_DIGIT_UTC = '2026-06-09T12:00:00.000Z';
const SIX_DIGIT_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

describe('the documented responses, key by key and in their order', () => {
  it('POST /links/store: 201, text parts, brackets and a logo', async () => {
    const { form, sandbox } = await openV2Shop();
    const { status, body } = await form('/links/store', {
      ...OFFER,
      logo: { bytes: PNG, type: 'image/png', name: 'شعار.png' },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      success: true,
      message: 'Pay link created successfully',
      data: {
        mytpe_pay_id: SEEDED_V2_IDS.activeInstance,
        title: 'Limited Offer Product',
        details: 'A limited edition',
        slug: 'limited-offer',
        type: 'dynamic',
        amount: '5000.00',
        status: 'active',
        logo: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/storage\/v2-logos\/[\w-]+\.png$/),
        payment_mode: 'limited',
        max_payments: 50,
        successful_payments_count: 0,
        metadata: { internal_id: 'PROD_123' },
        id: expect.any(String),
        updated_at: THREE_DIGIT_UTC,
        created_at: THREE_DIGIT_UTC,
        payment_link: `${sandbox.url}/pay/limited-offer`,
        payment_status: 'active',
        remaining_payments: 50,
      },
    });
    const sample =
      'mytpe_pay_id title details slug type amount status logo payment_mode max_payments successful_payments_count metadata id updated_at created_at payment_link payment_status remaining_payments';
    expect(Object.keys(body.data)).toEqual(sample.split(' '));

    const logo = await fetch(body.data.logo);
    expect(logo.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await logo.arrayBuffer())).toEqual(PNG);
  });

  it('GET /links/{id} returns every field of the object; a list item has no payment_link', async () => {
    const { stored, pay, v2, sandbox } = await openV2Shop();
    const { id } = await stored({ inactivity_timeout_minutes: '60', udf1: 'Blue' });
    await pay(id);
    const { status, body } = await v2('GET', `/links/${id}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      message: expect.any(String),
      data: {
        id,
        mytpe_pay_id: SEEDED_V2_IDS.activeInstance,
        title: 'Limited Offer Product',
        details: 'A limited edition',
        slug: 'offer-1',
        type: 'dynamic',
        amount: '5000.00',
        status: 'active',
        logo: null,
        payment_mode: 'limited',
        max_payments: 50,
        successful_payments_count: 1,
        remaining_payments: 49,
        payment_status: 'active',
        collected_amount: '5000.00',
        payment_link: `${sandbox.url}/pay/offer-1`,
        metadata: { internal_id: 'PROD_123' },
        udfs: { udf1: { value: 'Blue' } },
        inactivity_timeout_minutes: 60,
        effective_inactivity_timeout_minutes: 60,
        inactivity_timeout_source: 'link',
        last_activity_at: THREE_DIGIT_UTC,
        created_at: THREE_DIGIT_UTC,
        updated_at: THREE_DIGIT_UTC,
      },
    });

    const list = await v2('GET', `/${SEEDED_V2_IDS.activeInstance}/links`);
    const { payment_link: _left, ...item } = body.data;
    expect(list.body).toEqual({
      success: true,
      message: expect.any(String),
      data: { current_page: 1, data: [item], per_page: 10, total: 1, last_page: 1 },
    });
  });

  it('POST /links/update/{id}, PATCH toggle-status and DELETE respond as documented', async () => {
    const { stored, form, v2, time } = await openV2Shop();
    const { id } = await stored();
    const update = await form(`/links/update/${id}`, { title: 'New', max_payments: '60' });
    expect(update).toMatchObject({ status: 200, body: { success: true, message: expect.any(String) } });
    expect(update.body.data).toEqual({
      id,
      title: 'New',
      amount: '5000.00',
      status: 'active',
      payment_mode: 'limited',
      max_payments: 60,
      successful_payments_count: 0,
      remaining_payments: 60,
    });
    time.now = new Date('2026-06-09T12:00:01Z');
    const toggled = await v2('PATCH', `/links/${id}/toggle-status`);
    expect(toggled).toMatchObject({ status: 200, body: { success: true } });
    expect(toggled.body.data).toEqual({ id, title: 'New', status: 'inactive', updated_at: '2026-06-09T12:00:01.000Z' });
    const deleted = await v2('DELETE', `/links/${id}`);
    expect([deleted.status, deleted.body]).toEqual([200, { success: true, message: expect.any(String) }]);
  });

  it('GET /{id}/… instances, active ones, an update and the totals', async () => {
    const { v2, form, stored, pay } = await openV2Shop();
    const { body } = await v2('GET', '/');
    expect(body.data).toMatchObject({ current_page: 1, per_page: 10, total: 3, last_page: 1 });
    expect(body.data.data.map(({ status }: { status: string }) => status)).toEqual(['active', 'inactive', 'pending']);
    const [instance] = body.data.data;
    const documented =
      'id name description logo application_id status registre_commerce_id bank_account_id brand_id user_id created_at updated_at';
    expect(Object.keys(instance)).toEqual(documented.split(' '));
    expect(instance.created_at).toMatch(SIX_DIGIT_UTC);
    expect((await v2('GET', '/active')).body.data.data).toEqual([instance]);
    expect((await v2('GET', '')).body).toEqual(body);

    const logo = { bytes: PNG, type: 'image/png', name: 'logo.png' };
    const updated = await form('/update', { id: instance.id, name: 'Boutique Est', logo });
    expect(updated.body).toEqual({
      success: true,
      message: expect.any(String),
      data: {
        id: instance.id,
        name: 'Boutique Est',
        description: null,
        status: 'active',
        logo_url: expect.stringContaining('/storage/v2-logos/'),
      },
    });
    await pay((await stored()).id);
    expect((await v2('GET', '/stats')).body.data).toEqual({
      transaction_count: 1,
      total_amount: '5000.00',
      mytpe_pay_count: 3,
    });
  });

  it('GET /links/{id}/transactions, /transaction/recent and POST /links/transaction/check', async () => {
    const { stored, pay, v2 } = await openV2Shop();
    const { id } = await stored();
    const customer = { name: 'Karim Benali', email: 'karim@example.com', phone: '+213555123456' };
    await pay(id, { customer });
    const { body } = await v2('GET', `/links/${id}/transactions?status=completed&per_page=5`);
    expect(body.data).toMatchObject({ current_page: 1, per_page: 5, total: 1, last_page: 1 });
    const [transaction] = body.data.data;
    expect(transaction).toEqual({
      id: expect.any(String),
      transactionable_id: id,
      transactionable_type: 'App\\Models\\MytpePayLink',
      amount: '5000.00',
      status: 'completed',
      payment_method: 'online',
      environment: 'development',
      name: 'Karim Benali',
      email: 'karim@example.com',
      phone_number: '+213555123456',
      gateway_message: null,
      approval_code: expect.stringMatching(/^\d{6}$/),
      order_number: expect.stringMatching(/^20260609\d{8}$/),
      order_id: expect.stringMatching(/^\d{8}$/),
      metadata: { original_slug: 'offer-1', payment_link_id: id, payment_mode: 'limited' },
      created_at: '2026-06-09T12:00:00.000000Z',
      updated_at: '2026-06-09T12:00:00.000000Z',
    });
    expect((await v2('GET', '/transaction/recent')).body.data.data).toEqual([transaction]);

    const { order_number } = transaction;
    const checked = await v2('POST', '/links/transaction/check', { order_number });
    expect(checked.body).toEqual({
      success: true,
      message: expect.any(String),
      data: {
        transaction: {
          id: transaction.id,
          order_number,
          status: 'completed',
          amount: '5000.00',
          approval_code: transaction.approval_code,
          gateway_message: null,
          environment: 'development',
          created_at: transaction.created_at,
          updated_at: transaction.updated_at,
        },
        gateway_response: expect.any(Object),
      },
    });
  });

  it('422 as in the reference: two messages, no success', async () => {
    const { stored, form } = await openV2Shop();
    await stored({ slug: 'taken' });
    const { amount: _left, ...priceless } = OFFER;
    const { status, body } = await form('/links/store', { ...priceless, slug: 'taken' });
    expect([status, body]).toEqual([
      422,
      {
        message: 'The given data was invalid.',
        errors: {
          slug: ['The slug has already been taken.'],
          amount: ['The amount field is required when type is dynamic.'],
        },
      },
    ]);
  });
});
