import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { DOSSIER, PDF, openKycShop } from './kyc-shop.ts';
import { openShop } from './shop.ts';

it('stops the clock, moves it, and returns to real time', async () => {
  const { control, time, draft, api } = await openShop();
  const real = time.now.toISOString();
  expect((await control('GET', '/clock')).body).toEqual({ now: real, mode: 'real', offset_ms: 0 });
  await control('PUT', '/clock', { now: '2030-01-01T00:00:00Z' });
  const { id } = await draft();
  expect((await api('GET', `/links/${id}`)).body.data.created_at).toBe('2030-01-01T00:00:00.000000Z');
  expect((await control('PUT', '/clock', { advance_ms: 1_000 })).body).toMatchObject({
    now: '2030-01-01T00:00:01.000Z',
    mode: 'frozen',
  });
  expect((await control('PUT', '/clock', { offset_ms: -60_000 })).body).toMatchObject({
    mode: 'shifted',
    offset_ms: -60_000,
  });
  expect((await control('PUT', '/clock', { now: 'tomorrow' })).status).toBe(422);
  expect((await control('DELETE', '/clock')).body.now).toBe(real);
});

it.each([{ advance_ms: -9e12 }, { offset_ms: -9e12 }, { advance_ms: 3e18 }, { now: '0001-01-01T00:00:00Z' }])(
  'refuses the clock setting %j and keeps the time',
  async (move) => {
    const { control, time, api } = await openShop();
    expect((await control('PUT', '/clock', move)).status).toBe(422);
    expect((await control('GET', '/clock')).body.now).toBe(time.now.toISOString());
    expect((await api('GET', '/me')).status).toBe(200);
  },
);

it('keeps the clock within the years that instants can have, in any number of steps', async () => {
  const { control, api, published, status } = await openShop();
  const { id } = await published({ expires_at: '2026-12-31T00:00:00Z' });
  await control('PUT', '/clock', { now: '9998-12-31T00:00:00Z' });
  const refused = await control('PUT', '/clock', { advance_ms: 86_400_000 });
  expect([refused.status, refused.body.message]).toEqual([422, 'The clock supports the years 1970 to 9998.']);
  expect(await status(id)).toBe('expired');
  expect((await api('GET', '/me')).status).toBe(200);
});

it('expires a link when the clock passes its end', async () => {
  const { control, published, status, time } = await openShop();
  const expires_at = new Date(time.now.getTime() + 60_000).toISOString();
  const { id } = await published({ expires_at });
  await control('PUT', '/clock', { advance_ms: 60_000 });
  expect(await status(id)).toBe('expired');
});

it.each([
  ['empty', { identifications: 0, instances: 0, forms: 0, links: 0 }],
  ['ready', { identifications: 1, instances: 2, forms: 2, links: 0 }],
  ['kyc_pending', { identifications: 1, instances: 0, forms: 2, links: 0 }],
  ['busy', { identifications: 1, instances: 2, forms: 2, links: 24 }],
])('seeds the scenario %s', async (scenario, counts) => {
  const { control, draft } = await openShop();
  await draft();
  expect((await control('POST', '/seed', { scenario, links: 24 })).body).toEqual({ scenario });
  const { body } = await control('GET', '/state');
  const found = Object.fromEntries(Object.keys(counts).map((name) => [name, body[name].length]));
  expect(found).toEqual(counts);
  expect((await control('POST', '/seed', { scenario: 'paradise' })).status).toBe(422);
});

it('keeps everything across a restart, files included', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.json');
  const first = await openKycShop({ stateFile });
  const { id, file_path } = (await first.form('POST', '/identifications', DOSSIER)).body.data;
  const { id: form } = (await first.api('POST', '/forms', { name: 'F' })).body.data;
  await first.sandbox.close();
  const second = await openShop({ stateFile });
  expect((await second.api('GET', `/identifications/${id}`)).body.data).toMatchObject({ has_file: true });
  expect((await second.api('GET', `/forms/${form}`)).status).toBe(200);
  const file = await fetch(`${second.sandbox.url}/_sandbox/files/${file_path}`);
  expect(Buffer.from(await file.arrayBuffer())).toEqual(PDF);
});

it('loads a state file from before KYC existed', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.json');
  const first = await openShop({ stateFile });
  const { id } = await first.draft();
  await first.sandbox.close();
  const saved = JSON.parse(readFileSync(stateFile, 'utf8')) as Record<string, unknown>;
  const old = Object.fromEntries(
    ['version', 'instances', 'forms', 'links', 'payments'].map((name) => [name, saved[name]]),
  );
  writeFileSync(stateFile, JSON.stringify(old));
  const second = await openShop({ stateFile });
  expect(await second.status(id)).toBe('draft');
  expect((await second.api('GET', '/identifications')).body.meta.total).toBe(1);
});
