import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { SEEDED_V2_IDS } from '@mytpe-pay/sandbox';
import { expect, it } from 'vitest';

import { type Desk, openDesk, runHere } from './terminal.ts';

async function openV2Desk(): Promise<Desk> {
  const desk = await openDesk();
  const env = { ...desk.env, MYTPE_BASE_URL: desk.sandbox.v2BaseUrl, MYTPE_API: 'v2' };
  return { ...desk, env, mytpe: (...args) => runHere(args, { env }) };
}

const CREATE = ['links', 'create', '--title', 'Order', '--amount', '4500', '--no-qr'];

it('lists instances', async () => {
  const { mytpe } = await openV2Desk();
  const { data } = (await mytpe('instances', 'list', '--json')).json;
  expect(data.map(({ id }: { id: string }) => id)).toContain(SEEDED_V2_IDS.activeInstance);
  expect((await mytpe('instances', 'list')).out).toContain('pending');
});

it('creates a link that can be paid at once, pauses and resumes it', async () => {
  const { mytpe, sandbox } = await openV2Desk();
  const { code, json } = await mytpe(...CREATE, '--publish', '--json');
  expect([code, json.pricing, json.amount, json.payment_mode, json.status]).toEqual([
    0,
    'FIXED',
    '4500.00',
    'one_shot',
    'active',
  ]);
  expect(json.payment_link).toContain(`${sandbox.payBaseUrl}/order-`);
  expect((await mytpe('links', 'pause', json.id, '--json')).json.status).toBe('inactive');
  expect((await mytpe('links', 'resume', json.id, '--json')).json.status).toBe('active');
  expect((await mytpe('links', 'list', '--json')).json.data).toMatchObject([{ id: json.id }]);
  expect((await mytpe('links', 'show', json.id)).out).toMatch(/status\s+active/);
});

it('waits for the payment, shows it, and exports it', async () => {
  const { mytpe, env, control, home } = await openV2Desk();
  const { json } = await mytpe(...CREATE, '--publish', '--json');
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
  const again = await mytpe('links', 'export', json.id, '--out', file);
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('exists already')]);
});

it('deletes a link that nobody tried to pay, when told to', async () => {
  const { mytpe } = await openV2Desk();
  const { json } = await mytpe(...CREATE, '--publish', '--json');
  expect((await mytpe('links', 'delete', json.id)).code).toBe(2);
  expect((await mytpe('links', 'delete', json.id, '--yes')).code).toBe(0);
  expect((await mytpe('links', 'show', json.id)).code).toBe(4);
});

it('has one webhook address per instance', async () => {
  const { mytpe } = await openV2Desk();
  const set = await mytpe('webhooks', 'settings', '--url', 'https://shop.example.dz/hook', '--json');
  expect([set.code, set.json.webhook_url]).toEqual([0, 'https://shop.example.dz/hook']);
  expect((await mytpe('webhooks', 'settings', '--json')).json).toMatchObject({ has_secret: true });
  expect((await mytpe('webhooks', 'settings', '--rotate-secret')).code).toBe(2);
  const rotated = (await mytpe('webhooks', 'settings', '--rotate-secret', '--yes', '--json')).json.webhook_secret;
  expect([rotated, rotated === set.json.webhook_secret]).toEqual([expect.stringMatching(/^whsec_/), false]);
});

it.each([
  [CREATE, /no drafts.*\nNext: Add --publish/],
  [[...CREATE, '--publish', '--form', 'f'], /nothing for --form/],
  [[...CREATE, '--publish', '--until', '2027-01-01'], /nothing for --until/],
  [['links', 'create', '--title', 'T', '--open', '--min', '5', '--publish'], /nothing for --min/],
  [['links', 'create', '--title', 'T', '--open', '--usage', 'one_shot', '--publish'], /./],
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
  [['journey'], /v2 API has no onboarding/],
  [['me'], /v2 API has no/],
])('refuses what v2 cannot do, with the reason: %j', async (args, about) => {
  const { mytpe, writes } = await openV2Desk();
  const { code, err } = await mytpe(...args);
  expect([code, err]).toEqual([2, expect.stringMatching(about)]);
  expect(err).toContain('\nNext: ');
  expect(await writes()).toEqual([]);
});

it('ext refuses what only v2 can do', async () => {
  const { mytpe, home } = await openDesk();
  for (const args of [
    ['links', 'delete', 'x', '--yes'],
    ['links', 'transactions', 'x'],
    ['webhooks', 'settings'],
  ]) {
    expect([(await mytpe(...args)).code, (await mytpe(...args)).err]).toEqual([
      2,
      expect.stringContaining('ext API has no'),
    ]);
  }
  await mytpe('links', 'export', 'x', '--out', join(home, 'x.csv'));
  expect(existsSync(join(home, 'x.csv'))).toBe(false);
});
