import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { SEEDED_IDS, StateFileError, startSandbox } from '../src/index.ts';
import { runSandbox } from './process.ts';
import { CREDENTIALS, ORDER, openShop, send } from './shop.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it('restores everything after a restart', async () => {
  const folder = await temporaryFolder();
  const stateFile = join(folder, 'deeper', 'state.json');
  const first = await openShop({ stateFile });
  const { slug, id } = await first.published({ metadata: { our_ref: 'r1' }, usage_mode: 'limited', max_uses: 2 });
  await first.page(slug, { card: '4242424242424242', attempt: 'form-1' });
  await first.control('PATCH', `/instances/${SEEDED_IDS.suspendedInstance}`, { status: 'active' });
  const before = (await first.control('GET', '/state')).body;
  await first.sandbox.close();

  const second = await openShop({ stateFile });
  expect((await second.control('GET', '/state')).body).toEqual(before);
  await second.page(slug, { card: '4242424242424242', attempt: 'form-1' });
  expect((await second.api('GET', `/links/${id}`)).body.data.paid_count).toBe(1);
  await second.page(slug, { card: '4242424242424242', attempt: 'form-2' });
  expect(await second.status(id)).toBe('exhausted');
  expect(await readdir(join(folder, 'deeper'))).toEqual(['state.json']);
});

it('keeps acknowledged effects after kill -9, and effects whose response was cut off', async () => {
  const stateFile = join(await temporaryFolder(), 'state.json');
  const killed = runSandbox({ SANDBOX_PORT: '0', SANDBOX_STATE_FILE: stateFile });
  const url = await killed.url;
  const create = (): Promise<unknown> => send(`${url}/api/ext/links`, 'POST', ORDER, CREDENTIALS);
  await Promise.all(Array.from({ length: 20 }, create));
  await send(`${url}/_sandbox/faults`, 'POST', { fault: { type: 'reset_after' }, match: { method: 'POST' } });
  await expect(create()).rejects.toThrow('fetch failed');
  expect(await killed.stop('SIGKILL')).toBe('SIGKILL');

  const { api } = await openShop({ stateFile });
  expect((await api('GET', '/links')).body.meta.total).toBe(21);
});

it.each(['', '{"version":1', '{"version":2}', '[]', '{"version":1,"links":[{"id":5}]}'])(
  'reports an invalid state file (%j) and does not change it',
  async (content) => {
    const stateFile = join(await temporaryFolder(), 'state.json');
    await writeFile(stateFile, content);
    const error = await startSandbox({ port: 0, stateFile }).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(StateFileError);
    expect((error as Error).message).toContain(`${stateFile} is not a sandbox state. Move or delete it`);
    expect(await readFile(stateFile, 'utf8')).toBe(content);
  },
);

it('reports a failed write, and acknowledges nothing', async () => {
  const folder = await temporaryFolder();
  const shop = await openShop({ stateFile: join(folder, 'state', 'state.json') });
  await writeFile(join(folder, 'state'), 'a file where the folder should be');
  const { status, body } = await shop.api('POST', '/links', ORDER);
  expect([status, body.message]).toEqual([500, expect.stringContaining('EEXIST')]);
  await rm(join(folder, 'state'));
  expect((await shop.api('POST', '/links', ORDER)).status).toBe(201);
});
