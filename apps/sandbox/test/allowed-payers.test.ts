import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { ORDER, type Shop, openShop } from './shop.ts';

const TEXTS = ['karim@example.com', '+213550123456'];
const OBJECTS = [{ email: 'karim@example.com' }, { phone: '+213550123456' }];

const whitelist = (allowed_payers: unknown) => ({ ...ORDER, usage_mode: 'whitelist', allowed_payers });
const read = ({ control }: Shop) => control('PUT', '/settings', { allowed_payers_shape: 'object' });
const fieldsOf = async ({ api }: Shop, allowed_payers: unknown) => {
  const { status, body } = await api('POST', '/links', whitelist(allowed_payers));
  return [status, body.errors];
};

it('accepts and returns texts by default, and refuses objects with a field error', async () => {
  const shop = await openShop();
  const { id } = await shop.draft(whitelist(TEXTS));
  expect((await shop.api('GET', `/links/${id}`)).body.data.allowed_payers).toEqual(TEXTS);
  const message = (index: number) =>
    `The allowed_payers.${index} must be text: an e-mail address like karim@example.com, or a phone number like +213550123456.`;
  expect(await fieldsOf(shop, OBJECTS)).toEqual([
    422,
    { 'allowed_payers.0': [message(0)], 'allowed_payers.1': [message(1)] },
  ]);
});

it('accepts and returns objects after the setting changes: in a create, an update, a read and the state', async () => {
  const shop = await openShop();
  const { id: older } = await shop.published(whitelist(TEXTS));
  expect((await read(shop)).body).toMatchObject({ allowed_payers_shape: 'object' });
  const payersOf = async (id: string) => (await shop.api('GET', `/links/${id}`)).body.data.allowed_payers;
  expect(await payersOf(older)).toEqual(OBJECTS);
  const { id } = await shop.draft(whitelist([OBJECTS[0], { email: null, phone: '0550 12 34 56' }]));
  expect(await payersOf(id)).toEqual([OBJECTS[0], { phone: '0550 12 34 56' }]);
  expect((await shop.api('PUT', `/links/${id}`, { title: 'Other' })).status).toBe(200);
  const changed = await shop.api('PUT', `/links/${id}`, { allowed_payers: OBJECTS.slice(0, 1) });
  expect(changed.body.data).toMatchObject({ title: 'Other', allowed_payers: OBJECTS.slice(0, 1) });
  const { links } = (await shop.control('GET', '/state')).body;
  expect(links[0]).toMatchObject({ id: older, allowed_payers: OBJECTS });
  const paid = await shop.control('POST', `/links/${older}/pay`, { payer: 'KARIM@example.com' });
  expect([paid.status, paid.body.link.allowed_payers]).toEqual([200, OBJECTS]);
});

it.each([
  [['karim@example.com'], '0', 'must be an object with an email or a phone, as {"email": "karim@example.com"}'],
  [[{ name: 'Karim' }], '0', 'must have an email or a phone, and not both'],
  [[{}], '0', 'must have an email or a phone, and not both'],
  [[{ email: 'karim@example.com', phone: '+213550123456' }], '0', 'must have an email or a phone, and not both'],
  [[{ email: '+213550123456' }], '0.email', 'must be an e-mail address like karim@example.com'],
  [[{ phone: 'karim@example.com' }], '0.phone', 'must be a phone number like +213550123456'],
])('refuses %j as an object', async (payers, where, message) => {
  const shop = await openShop();
  await read(shop);
  const field = `allowed_payers.${where}`;
  expect(await fieldsOf(shop, payers)).toEqual([422, { [field]: [`The ${field} ${message}.`] }]);
  expect((await shop.api('GET', '/links')).body.meta.total).toBe(0);
});

it('marks the shape as assumed, keeps it across a restart, and resets it to texts', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.json');
  const first = await openShop({ stateFile });
  await read(first);
  await first.sandbox.close();
  const shop = await openShop({ stateFile });
  await shop.draft(whitelist(OBJECTS));
  const [call] = (await shop.control('GET', '/requests')).body.requests;
  expect(call.assumed).toEqual([expect.stringMatching(/shape of allowed_payers .* uses object/)]);
  await shop.control('POST', '/reset');
  expect((await shop.control('GET', '/settings')).body.allowed_payers_shape).toBe('string');
});

it.each([{}, { allowed_payers_shape: 'list' }, { allowed_payers: 'object' }, null])(
  'refuses the settings %j and keeps the previous settings',
  async (settings) => {
    const { control } = await openShop();
    const before = (await control('GET', '/settings')).body;
    expect((await control('PUT', '/settings', settings)).status).toBe(422);
    expect((await control('GET', '/settings')).body).toEqual(before);
  },
);
