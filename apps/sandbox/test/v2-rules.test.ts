import { describe, expect, it } from 'vitest';

import { SEEDED_V2_IDS } from '../src/index.ts';
import { OFFER, PNG, openV2Shop } from './v2-shop.ts';

const REUSABLE = { payment_mode: 'reusable', max_payments: undefined };
const ONE_SHOT = { payment_mode: 'one_shot', max_payments: undefined };

describe('creating', () => {
  it('static silently ignores mode, quota and price; the payer always chooses', async () => {
    const { form } = await openV2Shop();
    const { status, body } = await form('/links/store', { ...OFFER, type: 'static', max_payments: 'nonsense' });
    expect([status, body.data.type, body.data.payment_mode]).toEqual([201, 'static', 'reusable']);
    expect([body.data.max_payments, body.data.remaining_payments, body.data.amount]).toEqual([null, null, null]);
  });

  it('returns a payment_status for each mode, and a quota only where there is one', async () => {
    const { stored } = await openV2Shop();
    const shown = ({ payment_mode, payment_status, max_payments, remaining_payments }: Record<string, unknown>) => [
      payment_mode,
      payment_status,
      max_payments,
      remaining_payments,
    ];
    expect(shown(await stored({ payment_mode: undefined, max_payments: undefined }))).toEqual([
      'reusable',
      'active',
      null,
      null,
    ]);
    expect(shown(await stored(ONE_SHOT))).toEqual(['one_shot', 'awaiting_payment', null, null]);
    expect(shown(await stored({ max_payments: '3' }))).toEqual(['limited', 'active', 3, 3]);
  });

  it.each([
    ['no title', { title: '' }, 'title', 'is required'],
    ['a title too long', { title: 'x'.repeat(192) }, 'title', 'at most 191'],
    ['no type', { type: '' }, 'type', 'is required'],
    ['a type of the ext API', { type: 'fixed' }, 'type', 'one of: dynamic, static'],
    ['a zero amount', { amount: '0' }, 'amount', 'over 0'],
    ['a third decimal', { amount: '10.001' }, 'amount', '2 decimals'],
    ['a comma', { amount: '10,50' }, 'amount', '2 decimals'],
    ['no instance', { mytpe_pay_id: '' }, 'mytpe_pay_id', 'is required'],
    ['an unknown instance', { mytpe_pay_id: 'nope' }, 'mytpe_pay_id', 'invalid'],
    ['an inactive instance', { mytpe_pay_id: SEEDED_V2_IDS.inactiveInstance }, 'mytpe_pay_id', 'inactive'],
    ['a pending instance', { mytpe_pay_id: SEEDED_V2_IDS.pendingInstance }, 'mytpe_pay_id', 'pending'],
    ['limited without a quota', { max_payments: '' }, 'max_payments', 'required when payment mode is limited'],
    ['a zero quota', { max_payments: '0' }, 'max_payments', 'integer from 1'],
    ['an unknown mode', { payment_mode: 'whitelist' }, 'payment_mode', 'one of: reusable, one_shot, limited'],
    ['a slug with a slash', { slug: '../etc' }, 'slug', 'letters, digits'],
    ['a zero timeout', { inactivity_timeout_minutes: '0' }, 'inactivity_timeout_minutes', '525600'],
    ['a timeout over a year', { inactivity_timeout_minutes: '525601' }, 'inactivity_timeout_minutes', '525600'],
    ['an invalid boolean', { 'settings[show_retry_button]': 'yes' }, 'settings.show_retry_button', 'true or false'],
  ])('refuses %s and creates nothing', async (_case, parts, field, message) => {
    const { form, v2 } = await openV2Shop();
    const { status, body } = await form('/links/store', { ...OFFER, ...parts });
    expect([status, Object.keys(body.errors), 'success' in body]).toEqual([422, [field], false]);
    expect(body.errors[field][0]).toContain(message);
    expect((await v2('GET', `/${OFFER.mytpe_pay_id}/links`)).body.data.total).toBe(0);
  });

  it('requires a slug that is unique in both APIs, and frees it when its link is deleted', async () => {
    const { form, v2, published, stored } = await openV2Shop();
    const ext = await published();
    const taken = ['The slug has already been taken.'];
    expect((await form('/links/store', { ...OFFER, slug: ext.slug })).body.errors).toEqual({ slug: taken });
    const { id } = await stored({ slug: 'mine' });
    expect((await form('/links/store', { ...OFFER, slug: 'mine' })).body.errors).toEqual({ slug: taken });
    await v2('DELETE', `/links/${id}`);
    expect((await form('/links/store', { ...OFFER, slug: 'mine' })).status).toBe(201);
  });

  it('creates a slug for a link without one', async () => {
    const { stored } = await openV2Shop();
    expect((await stored({ slug: undefined })).slug).toMatch(/^limited-offer-product-[a-z2-9]{6}$/);
  });

  it('accepts booleans as 1 and 0, and JSON instead of a form, marked as undocumented', async () => {
    const { form, v2, control } = await openV2Shop();
    expect((await form('/links/store', { ...OFFER, 'settings[allow_anonymous]': '1' })).status).toBe(201);
    const { 'metadata[internal_id]': _left, ...json } = OFFER;
    const { status, body } = await v2('POST', '/links/store', {
      ...json,
      slug: 'other',
      amount: 10.5,
      metadata: { n: 7 },
    });
    expect([status, body.data.amount, body.data.metadata]).toEqual([201, '10.50', { n: '7' }]);
    const { requests } = (await control('GET', '/requests')).body;
    expect(requests.map(({ assumed }: { assumed: string[] }) => assumed.length)).toEqual([0, 1]);
  });

  it('checks a logo by its bytes and its size', async () => {
    const { form } = await openV2Shop();
    const logo = (bytes: Uint8Array) => ({ ...OFFER, logo: { bytes, type: 'image/png', name: 'logo.png' } });
    const megabytes = 1024 * 1024;
    const fitting = Buffer.concat([PNG, Buffer.alloc(5 * megabytes - PNG.length)]);
    expect((await form('/links/store', logo(Buffer.concat([fitting, Buffer.alloc(1)])))).body.errors.logo).toEqual([
      'The logo field must not be larger than 5 MB.',
    ]);
    expect((await form('/links/store', logo(Buffer.from('<svg/>')))).body.errors.logo).toEqual([
      'The logo field must be a JPEG, PNG, GIF or WebP image.',
    ]);
    const { status, body } = await form('/links/store', logo(fitting));
    expect(status).toBe(201);
    const served = await fetch(body.data.logo);
    expect(Buffer.from(await served.arrayBuffer()).equals(fitting)).toBe(true);
  });
});

it('refuses a file in another field, and keeps the connection open', async () => {
  const { form, stored } = await openV2Shop();
  const attachment = { bytes: new Uint8Array(3_000_000), type: 'image/png', name: 'a.png' };
  const { status, body } = await form('/links/store', { attachment, ...OFFER });
  expect([status, Object.keys(body.errors)]).toEqual([422, ['attachment']]);
  expect((await stored()).id).toEqual(expect.any(String));
});

describe('updating', () => {
  it('keeps slug and instance, and notes that in the call log', async () => {
    const { stored, form, details, control } = await openV2Shop();
    const { id } = await stored();
    await form(`/links/update/${id}`, { slug: 'other', mytpe_pay_id: SEEDED_V2_IDS.inactiveInstance });
    expect(await details(id)).toMatchObject({ slug: 'offer-1', mytpe_pay_id: SEEDED_V2_IDS.activeInstance });
    const { requests } = (await control('GET', '/requests?path=/api/v2/mytpe-pay/links/update/*')).body;
    expect(requests[0].assumed).toEqual(['Ignored fields: slug, mytpe_pay_id.']);
  });

  it('works with and without _method=PATCH, and merges settings', async () => {
    const { stored, form, page, details } = await openV2Shop();
    const { id, slug } = await stored({ ...REUSABLE, 'settings[allow_anonymous]': 'true' });
    expect(
      (await form(`/links/update/${id}`, { _method: 'PATCH', 'settings[show_retry_button]': 'false' })).status,
    ).toBe(200);
    expect((await page(slug)).text).toContain('data-testid="anonymous"');
    expect((await form(`/links/update/${id}`, { amount: '12.5', details: 'Now cheaper' })).status).toBe(200);
    expect(await details(id)).toMatchObject({
      amount: '12.50',
      details: 'Now cheaper',
      title: 'Limited Offer Product',
    });
    expect((await form(`/links/update/${id}`, { _method: 'DELETE' })).status).toBe(405);
  });

  it('never changes a one_shot link', async () => {
    const { stored, form, details } = await openV2Shop();
    const { id } = await stored(ONE_SHOT);
    const before = await details(id);
    expect(await form(`/links/update/${id}`, { title: 'x' })).toMatchObject({ status: 403, body: { success: false } });
    expect(await details(id)).toEqual(before);
  });

  it('keeps type and payment_mode', async () => {
    const { stored, form, details } = await openV2Shop();
    const { id } = await stored();
    expect((await form(`/links/update/${id}`, { type: 'dynamic', payment_mode: 'limited' })).status).toBe(200);
    const { status, body } = await form(`/links/update/${id}`, {
      title: 'x',
      type: 'static',
      payment_mode: 'reusable',
    });
    expect([status, Object.keys(body.errors)]).toEqual([422, ['type', 'payment_mode']]);
    expect((await details(id)).title).toBe('Limited Offer Product');
  });

  it('changes a closed limited link only with a higher quota, which reopens it', async () => {
    const { stored, form, pay, details } = await openV2Shop();
    const { id } = await stored({ max_payments: '2' });
    await pay(id);
    await pay(id);
    expect(await details(id)).toMatchObject({ status: 'closed', remaining_payments: 0 });
    expect((await form(`/links/update/${id}`, { title: 'x' })).status).toBe(403);
    expect((await form(`/links/update/${id}`, { max_payments: '2' })).body.errors.max_payments[0]).toContain('over 2');
    expect((await form(`/links/update/${id}`, { max_payments: '3' })).body.data).toMatchObject({
      status: 'active',
      remaining_payments: 1,
    });
    await pay(id);
    expect((await details(id)).status).toBe('closed');
  });
});

describe('toggling and deleting', () => {
  it('toggles a link, and refuses a link that the system closed', async () => {
    const { stored, v2, pay, page } = await openV2Shop();
    const { id, slug } = await stored(ONE_SHOT);
    const flip = async (): Promise<string> => (await v2('PATCH', `/links/${id}/toggle-status`)).body.data.status;
    expect(await flip()).toBe('inactive');
    expect((await v2('GET', `/links/${id}`)).body.data.payment_status).toBe('inactive');
    expect((await page(slug)).text).toContain('data-reason="paused"');
    expect((await pay(id)).status).toBe(409);
    expect(await flip()).toBe('active');
    await pay(id);
    expect((await v2('GET', `/links/${id}`)).body.data).toMatchObject({ status: 'closed', payment_status: 'paid' });
    expect(await v2('PATCH', `/links/${id}/toggle-status`)).toMatchObject({ status: 403, body: { success: false } });
  });

  it('deletes only links without payment attempts', async () => {
    const { stored, v2, pay, page } = await openV2Shop();
    const untouched = await stored();
    expect((await v2('DELETE', `/links/${untouched.id}`)).status).toBe(200);
    expect((await v2('GET', `/links/${untouched.id}`)).status).toBe(404);
    expect((await page(untouched.slug)).status).toBe(404);
    for (const card of ['refused', 'timeout']) {
      const { id } = await stored();
      await pay(id, { card });
      expect(await v2('DELETE', `/links/${id}`)).toMatchObject({ status: 403, body: { success: false } });
    }
  });
});
