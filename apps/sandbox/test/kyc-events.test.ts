import { expect, it } from 'vitest';

import { DOSSIER, type KycShop, RIB, openKycShop } from './kyc-shop.ts';
import { openReceiver } from './receiver.ts';
import { type ApiResponse, openShop } from './shop.ts';

const SIX_DIGIT_UTC = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);

/** The events that the merchant’s server received, in order, each with its status. */
function heard(bodies: readonly ApiResponse['body'][]): string[] {
  return bodies.map(({ event, data }) => {
    const status =
      data.trader?.onboarding_status ?? data.identification?.status ?? data.payment_instance.acceptance_status;
    return `${event} ${status}`;
  });
}

async function listen(shop: Pick<KycShop, 'api'>) {
  const receiver = await openReceiver();
  const { status } = await shop.api('POST', '/webhooks', { url: receiver.url });
  expect(status).toBe(201);
  const next = async (count: number): Promise<ApiResponse['body'][]> => {
    const bodies = [];
    for (let nth = 0; nth < count; nth += 1) bodies.push((await receiver.next()).body);
    return bodies;
  };
  return { receiver, next };
}

it('announces every step from the first dossier to a licence', async () => {
  const shop = await openKycShop();
  const { next } = await listen(shop);
  const ids = await shop.backing();
  const request = { title: 'Boutique - Alger', payment_method: 'online', ...ids };
  const { transaction_id } = (await shop.api('POST', '/instances', request)).body.data;
  await shop.review('activations', transaction_id);
  const [instance] = (await shop.api('GET', '/instances')).body.data;
  await shop.review('instances', instance.id, 'refuse', 'Il manque une pièce');
  await shop.review('instances', instance.id);
  const bodies = await next(7);
  expect(heard(bodies)).toEqual([
    'trader.onboarding_changed kyc_in_progress',
    'trader.onboarding_changed kyc_pending',
    'identification.approved accepted',
    'trader.onboarding_changed kyc_approved',
    'payment_instance.acceptance_changed pending_documents',
    'payment_instance.acceptance_changed rejected',
    'payment_instance.acceptance_changed ready',
  ]);
  expect(bodies[2].data).toEqual({
    identification: { id: ids.identification_id, name: DOSSIER['name'], status: 'accepted', reason: null },
  });
  expect(bodies[5].data).toEqual({
    payment_instance: {
      id: instance.id,
      title: 'Boutique - Alger',
      status: 'active',
      acceptance_status: 'rejected',
      acceptance_reason: 'Il manque une pièce',
      updated_at: SIX_DIGIT_UTC,
    },
  });
});

it('announces a refusal with its reason, and the return after a change', async () => {
  const shop = await openKycShop();
  const { next } = await listen(shop);
  const { id } = (await shop.form('POST', '/identifications', DOSSIER)).body.data;
  const [brand] = (await shop.api('GET', '/brands')).body.data;
  await shop.review('brands', brand.id);
  await shop.review('identifications', id, 'refuse', 'Illisible');
  await shop.api('DELETE', `/brands/${brand.id}`);
  await shop.api('DELETE', `/identifications/${id}`);
  const bodies = await next(4);
  expect(heard(bodies)).toEqual([
    'trader.onboarding_changed kyc_in_progress',
    'identification.rejected refused',
    'trader.onboarding_changed kyc_rejected',
    'trader.onboarding_changed not_started',
  ]);
  expect(bodies[1].data.identification).toMatchObject({ id, reason: 'Illisible' });
});

it('announces no unchanged onboarding, and nothing from before a reset', async () => {
  const shop = await openShop();
  const { next } = await listen(shop);
  const dossier = { name: 'B', establishment_type_id: 'e', authorization_type_id: 'a' };
  const { id } = (await shop.api('POST', '/identifications', dossier)).body.data;
  await shop.control('POST', `/reviews/identifications/${id}`, { decision: 'accept' });
  expect(heard(await next(1))).toEqual(['identification.approved accepted']);

  await shop.control('POST', '/seed', { scenario: 'empty' });
  const again = await listen(shop);
  await shop.api('POST', '/identifications', dossier);
  expect(heard(await again.next(1))).toEqual(['trader.onboarding_changed kyc_in_progress']);
});

it('decides reviews automatically after their delay, step by step up to the licence', async () => {
  const shop = await openKycShop({ reviewAfterMs: 60_000 });
  const { next } = await listen(shop);
  const wait = (ms: number): Promise<ApiResponse> => shop.control('PUT', '/clock', { advance_ms: ms });
  const identification_id = (await shop.form('POST', '/identifications', DOSSIER)).body.data.id;
  const brand_id = (await shop.api('GET', '/brands')).body.data[0].id;
  const account = { account_number: RIB, identification_id };
  const bank_account_id = (await shop.api('POST', '/bank-accounts', account)).body.data.id;
  const records = [`/identifications/${identification_id}`, `/brands/${brand_id}`, `/bank-accounts/${bank_account_id}`];
  const statuses = async (): Promise<string[]> =>
    Promise.all(records.map(async (path) => (await shop.api('GET', path)).body.data.status));
  await wait(59_999);
  expect(await statuses()).toEqual(['pending', 'pending', 'pending']);
  await wait(1);
  expect(await statuses()).toEqual(['accepted', 'accepted', 'accepted']);

  const ids = { identification_id, brand_id, bank_account_id };
  await shop.api('POST', '/instances', { title: 'T', payment_method: 'online', ...ids });
  await wait(60_000);
  const [instance] = (await shop.api('GET', '/instances')).body.data;
  expect(instance.acceptance_status).toBe('pending_documents');
  await wait(60_000);
  expect((await shop.api('GET', `/instances/${instance.id}`)).body.data.acceptance_status).toBe('ready');
  expect(heard(await next(6)).at(-1)).toBe('payment_instance.acceptance_changed ready');
});

it('announces a due review without any call', async () => {
  const shop = await openKycShop({ reviewAfterMs: 60_000 });
  const { receiver, next } = await listen(shop);
  await shop.form('POST', '/identifications', DOSSIER);
  await next(1);
  shop.time.now = new Date(shop.time.now.getTime() + 60_000);
  expect(heard(await next(1))).toEqual(['identification.approved accepted']);
  expect(receiver.received).toHaveLength(2);
});

it('can refuse automatically, and resets to the settings from the start', async () => {
  const shop = await openKycShop({ reviewAfterMs: 60_000 });
  const settings = async (): Promise<object> => (await shop.control('GET', '/settings')).body.reviews;
  const refusing = { after_ms: 0, decision: 'refuse' };
  expect((await shop.control('PUT', '/settings', { reviews: refusing })).body).toMatchObject({ reviews: refusing });
  const { id } = (await shop.form('POST', '/identifications', DOSSIER)).body.data;
  expect((await shop.api('GET', `/identifications/${id}`)).body.data).toMatchObject({
    status: 'refused',
    reason: expect.any(String),
  });
  await shop.control('POST', '/reset');
  expect(await settings()).toEqual({ after_ms: 60_000, decision: 'accept' });
});

it.each([-1, 1.5, 9e15])('refuses a delay of %d and changes nothing', async (after_ms) => {
  const { control, api } = await openShop();
  expect((await control('PUT', '/settings', { reviews: { after_ms } })).status).toBe(422);
  expect((await control('GET', '/settings')).body.reviews.after_ms).toBeNull();
  expect((await api('GET', '/me')).status).toBe(200);
  await expect(openShop({ reviewAfterMs: after_ms })).rejects.toThrow(RangeError);
});
