import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createMerchant } from './terminal.ts';

const URL = 'https://shop.example.dz/webhooks/mytpe';
const CREATE = ['webhooks', 'create', '--url', URL];

it('creates a subscription and shows the secret only once', async () => {
  const { mytpe } = await createMerchant();
  const { code, out, err } = await mytpe(...CREATE, '--event', 'transaction.paid', '--description', 'Shop');
  expect([code, out, err]).toEqual([0, expect.stringMatching(/whsec_/), expect.stringContaining('shown only once')]);
  const { data } = (await mytpe('webhooks', 'list', '--json')).json;
  expect(data).toMatchObject([{ url: URL, events: ['transaction.paid'], is_active: true }]);
  const shown = await mytpe('webhooks', 'show', data[0].id);
  expect(shown.out).not.toContain('whsec_');
});

it('writes the secret only to a file that the owner can read', async () => {
  const { mytpe, home, writes } = await createMerchant();
  const file = join(home, 'webhook-secret');
  const made = await mytpe(...CREATE, '--save-secret', file, '--json');
  expect(made.out + made.err).not.toContain('whsec_');
  expect(readFileSync(file, 'utf8')).toMatch(/^whsec_\S+\n$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = await mytpe(...CREATE, '--save-secret', file);
  expect([again.code, (await writes()).length]).toEqual([2, 1]);
  const id = made.json.id as string;
  const rotated = await mytpe('webhooks', 'rotate-secret', id, '--yes', '--json');
  expect(rotated.json.secret).toMatch(/^whsec_/);
  expect(rotated.json.secret).not.toBe(readFileSync(file, 'utf8').trim());
});

it('leaves no empty secret file if MyTPE rejects the request', async () => {
  const { mytpe, home } = await createMerchant();
  const file = join(home, 'webhook-secret');
  const { code } = await mytpe('webhooks', 'create', '--url', URL, '--event', 'nonsense', '--save-secret', file);
  expect([code, existsSync(file)]).toEqual([1, false]);
});

it('updates and deletes subscriptions, and lists events', async () => {
  const { mytpe } = await createMerchant();
  const { id } = (await mytpe(...CREATE, '--json')).json;
  expect((await mytpe('webhooks', 'update', id, '--active', 'no', '--json')).json.is_active).toBe(false);
  expect((await mytpe('webhooks', 'events')).out).toContain('transaction.paid');
  expect((await mytpe('webhooks', 'deliveries', id)).out).toBe('Nothing was delivered yet.\n');
  const lost = await mytpe('webhooks', 'redeliver', id, 'nothing');
  expect(lost.code).toBe(4);
  expect((await mytpe('webhooks', 'delete', id)).code).toBe(2);
  expect((await mytpe('webhooks', 'delete', id, '--yes')).code).toBe(0);
  expect((await mytpe('webhooks', 'show', id)).code).toBe(4);
});

it('rejects an invalid URL before anything is sent', async () => {
  const { mytpe, writes } = await createMerchant();
  const { code } = await mytpe('webhooks', 'create', '--url', 'ftp://shop.example.dz');
  expect([code, await writes()]).toEqual([2, []]);
});
