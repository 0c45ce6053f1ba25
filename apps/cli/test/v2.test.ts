import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SEEDED_V2_IDS } from '@mytpe-pay/sandbox';
import { expect, it } from 'vitest';

import { type Merchant, createMerchant, runHere } from './terminal.ts';

async function createV2Merchant(): Promise<Merchant> {
  const merchant = await createMerchant();
  const env = { ...merchant.env, MYTPE_BASE_URL: merchant.sandbox.v2BaseUrl, MYTPE_API: 'v2' };
  return { ...merchant, env, mytpe: (...args) => runHere(args, { env }) };
}

const CREATE = ['links', 'create', '--title', 'Order', '--amount', '4500', '--no-qr'];

it('lists instances', async () => {
  const { mytpe } = await createV2Merchant();
  const { data } = (await mytpe('instances', 'list', '--json')).json;
  expect(data.map(({ id }: { id: string }) => id)).toContain(SEEDED_V2_IDS.activeInstance);
  expect((await mytpe('instances', 'list')).out).toContain('pending');
});

it('creates a link that can be paid immediately, pauses and resumes it', async () => {
  const { mytpe, sandbox } = await createV2Merchant();
  const { code, json } = await mytpe(...CREATE, '--publish', '--json');
  expect([code, json.pricing, json.amount, json.payment_mode, json.status]).toEqual([
    0,
    'FIXED',
    '4500.00',
    'reusable',
    'active',
  ]);
  expect(json.payment_link).toContain(`${sandbox.payBaseUrl}/order-`);
  expect((await mytpe('links', 'pause', json.id, '--json')).json.status).toBe('inactive');
  expect((await mytpe('links', 'resume', json.id, '--json')).json.status).toBe('active');
  expect((await mytpe('links', 'list', '--json')).json.data).toMatchObject([{ id: json.id }]);
  expect((await mytpe('links', 'show', json.id)).out).toMatch(/status\s+active/);
});

it('waits for the payment, shows it, and exports it', async () => {
  const { mytpe, env, control, home } = await createV2Merchant();
  const { json } = await mytpe(...CREATE, '--usage', 'one_shot', '--publish', '--json');
  const sleep = async () => void (await control('POST', `/links/${json.id}/pay`, {}));
  const watched = await runHere(['links', 'show', json.id, '--watch', '--no-qr'], { env, sleep });
  expect([watched.code, watched.out.trim().split('\n').length]).toEqual([0, 2]);
  expect((await mytpe('links', 'transactions', json.id, '--json')).json.data).toMatchObject([
    { amount: '4500.00', status: 'completed' },
  ]);
  const file = join(home, 'payments.csv');
  expect((await mytpe('links', 'export', json.id, '--out', file)).code).toBe(0);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const closed = await mytpe('links', 'show', json.id);
  expect(closed.err).toMatch(/is closed\. Next: mytpe links create .*--title Order --amount 4500\.00 --usage one_shot/);
  const again = await mytpe('links', 'export', json.id, '--out', file);
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('already exists')]);
});

it('a link URL ends in the given slug if it is available', async () => {
  const { mytpe, sandbox, writes } = await createV2Merchant();
  const create = [...CREATE, '--publish', '--slug', 'summer-sale'];
  expect((await mytpe(...create, '--json')).json.payment_link).toBe(`${sandbox.payBaseUrl}/summer-sale`);
  const taken = await mytpe(...create);
  expect([taken.code, taken.err]).toEqual([1, expect.stringContaining('--slug: The slug has already been taken.')]);
  const wrong = await mytpe(...CREATE, '--publish', '--slug', 'Summer Sale');
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/^mytpe: --slug: must be 3 to 60 lowercase/)]);
  expect(await writes()).toHaveLength(2);
  const elsewhere = await mytpe(...CREATE, '--publish', '--instance', 'unknown');
  expect([elsewhere.code, elsewhere.err]).toEqual([
    1,
    expect.stringContaining('--instance: The selected --instance is'),
  ]);
});

it('deletes a link without payment attempts, after confirmation', async () => {
  const { mytpe } = await createV2Merchant();
  const { json } = await mytpe(...CREATE, '--publish', '--json');
  expect((await mytpe('links', 'delete', json.id)).code).toBe(2);
  expect((await mytpe('links', 'delete', json.id, '--yes')).code).toBe(0);
  expect((await mytpe('links', 'show', json.id)).code).toBe(4);
});

it('shows the payments of all links, checks one with the bank, and shows totals', async () => {
  const { mytpe, control } = await createV2Merchant();
  expect((await mytpe('transactions', 'recent')).out).toBe('No payment attempts yet.\n');
  const { json } = await mytpe(...CREATE, '--publish', '--json');
  await control('POST', `/links/${json.id}/pay`, {});
  const { data } = (await mytpe('transactions', 'recent', '--json')).json;
  expect(data).toMatchObject([{ amount: '4500.00', status: 'completed', transactionable_id: json.id }]);
  const order = data[0].order_number as string;
  expect((await mytpe('transactions', 'recent')).out).toMatch(new RegExp(`${order}\\s+4 500 DA\\s+completed`));
  const checked = await mytpe('transactions', 'check', order, '--json');
  expect(checked.json).toMatchObject({ order_number: order, amount: '4500.00', gateway_response: { orderStatus: 2 } });
  expect((await mytpe('transactions', 'check', order)).out).toMatch(/gateway_response\s+orderStatus=2/);
  expect((await mytpe('transactions', 'check', 'unknown')).code).toBe(4);
  expect((await mytpe('transactions', 'stats', '--json')).json).toEqual({
    transaction_count: 1,
    total_amount: '4500.00',
    mytpe_pay_count: 3,
  });
});

it('a link gets a logo and an inactivity timeout, at creation or later', async () => {
  const { mytpe, home } = await createV2Merchant();
  const logo = join(home, 'logo.png');
  writeFileSync(logo, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  const terms = ['--uses', '3', '--logo', logo, '--inactivity', '2h', '--retry-button', 'no', '--publish'];
  const { json } = await mytpe(...CREATE, ...terms, '--json');
  expect(json).toMatchObject({ logo: expect.stringContaining('/storage/'), inactivity_timeout_minutes: 120 });
  const changed = await mytpe('links', 'update', json.id, '--inactivity', '30d', '--json');
  expect(changed.json).toMatchObject({
    inactivity_timeout_minutes: 43_200,
    effective_inactivity_timeout_minutes: 43_200,
  });
  writeFileSync(logo, 'not an image');
  const refused = await mytpe('links', 'update', json.id, '--logo', logo);
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('logo')]);
});

it('an instance is renamed and gets an inactivity timeout', async () => {
  const { mytpe } = await createV2Merchant();
  const id = SEEDED_V2_IDS.activeInstance;
  const { code, json } = await mytpe('instances', 'update', id, '--title', 'Oran', '--inactivity', '1h', '--json');
  expect([code, json.name]).toEqual([0, 'Oran']);
  const link = (await mytpe(...CREATE, '--usage', 'one_shot', '--publish', '--json')).json;
  expect(link).toMatchObject({ effective_inactivity_timeout_minutes: 60, inactivity_timeout_source: 'instance' });
});

it('has one webhook URL per instance', async () => {
  const { mytpe } = await createV2Merchant();
  const set = await mytpe('webhooks', 'settings', '--url', 'https://shop.example.dz/hook', '--json');
  expect([set.code, set.json.webhook_url]).toEqual([0, 'https://shop.example.dz/hook']);
  expect((await mytpe('webhooks', 'settings', '--json')).json).toMatchObject({ has_secret: true });
  expect((await mytpe('webhooks', 'settings', '--rotate-secret')).code).toBe(2);
  const rotated = (await mytpe('webhooks', 'settings', '--rotate-secret', '--yes', '--json')).json.webhook_secret;
  expect([rotated, rotated === set.json.webhook_secret]).toEqual([expect.stringMatching(/^whsec_/), false]);
});

it.each([
  [CREATE, /no drafts.*\nNext: Add --publish/],
  [[...CREATE, '--publish', '--form', 'f'], /does not support --form/],
  [[...CREATE, '--publish', '--until', '2027-01-01'], /does not support --until/],
  [['links', 'create', '--title', 'T', '--open', '--min', '5', '--publish'], /does not support --min/],
  [['links', 'create', '--title', 'T', '--open', '--usage', 'one_shot', '--publish'], /cannot limit.*--open/],
  [
    ['links', 'create', '--title', 'T', '--amount', '1', '--inactivity', '2h', '--publish'],
    /--inactivity: is only allowed/,
  ],
  [['instances', 'list', '--sort', 'name'], /does not support --sort/],
  [['links', 'create', '--title', 'T', '--amount', '1', '--usage', 'whitelist', '--publish'], /no whitelist links/],
  [['links', 'publish', 'x'], /no drafts/],
  [['links', 'archive', 'x', '--yes'], /no archive.*pause/],
  [['identifications', 'list'], /v2 API has no identifications/],
  [['brands', 'list'], /v2 API has no brands/],
  [['bank-accounts', 'list'], /v2 API has no bank accounts/],
  [['forms', 'list'], /v2 API has no forms/],
  [['webhooks', 'list'], /v2 API has no webhook subscriptions/],
  [
    ['instances', 'activate', '--title', 'T', '--identification', 'i', '--brand', 'b', '--bank-account', 'a'],
    /v2 API has no/,
  ],
  [['instances', 'update', 'x', '--brand', 'b'], /v2 API does not support --brand/],
  [['instances', 'show', 'x'], /v2 API has no.*instances list/],
  [['instances', 'delete', 'x', '--yes'], /v2 API has no/],
  [[...CREATE, '--publish', '--inactivity', '90s'], /whole minutes/],
  [['links', 'list', '--search', 'x'], /does not support --search/],
  [['journey'], /v2 API has no onboarding/],
  [['me'], /v2 API has no/],
])('rejects features that v2 does not have, with the reason: %j', async (args, about) => {
  const { mytpe, writes } = await createV2Merchant();
  const { code, err } = await mytpe(...args);
  expect([code, err]).toEqual([2, expect.stringMatching(about)]);
  expect(err).toContain('\nNext: ');
  expect(await writes()).toEqual([]);
});

it('ext rejects features that only v2 has', async () => {
  const { mytpe, home, writes } = await createMerchant();
  for (const args of [
    ['links', 'delete', 'x', '--yes'],
    ['links', 'transactions', 'x'],
    ['links', 'create', '--title', 'T', '--amount', '1', '--inactivity', '2h'],
    ['links', 'create', '--title', 'T', '--amount', '1', '--slug', 'summer-sale'],
    ['links', 'update', 'x', '--retry-button', 'no'],
    ['instances', 'update', 'x', '--inactivity', '2h'],
    ['transactions', 'recent'],
    ['transactions', 'check', 'x'],
    ['transactions', 'stats'],
    ['webhooks', 'settings'],
  ]) {
    const { code, err } = await mytpe(...args);
    expect([code, err]).toEqual([2, expect.stringMatching(/ext API (?:has no|does not support).*\nNext: /)]);
  }
  expect(await writes()).toEqual([]);
  await mytpe('links', 'export', 'x', '--out', join(home, 'x.csv'));
  expect(existsSync(join(home, 'x.csv'))).toBe(false);
});
