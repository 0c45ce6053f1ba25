import { createHash } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { testClient } from './harness.ts';
import { type BackendProcess, setUpProcesses, startBackendProcess } from './backend-process.ts';
import { buildNextRelease } from './next-release.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';

const NEXT = '99.0.0-next.1';
let next: string;
let postgres: PostgresServer;
beforeAll(async () => {
  [next, postgres] = await Promise.all([buildNextRelease(NEXT), startPostgres()]);
}, 120_000);
afterAll(() => postgres.stop());

interface Integrity {
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

const sha384 = (body: ArrayBuffer) => `sha384-${createHash('sha384').update(Buffer.from(body)).digest('base64')}`;

/** Returns `/integrity.json`, after checking that every file in it is served with the listed hash. */
async function served({ url }: BackendProcess): Promise<Integrity> {
  const { version, files } = (await (await fetch(`${url}/integrity.json`)).json()) as Integrity;
  for (const [name, integrity] of Object.entries(files)) {
    const response = await fetch(`${url}/${name}`);
    expect([name, response.status, sha384(await response.arrayBuffer())]).toEqual([name, 200, integrity]);
  }
  return { version, files };
}

/** Returns the hashes of the files that pages can pin. */
const pinned = ({ files }: Integrity) =>
  Object.fromEntries(Object.entries(files).filter(([name]) => name.startsWith('v')));

it('an upgrade and a downgrade keep every pinned script and every link', async () => {
  const setup = await setUpProcesses();
  const old = await startBackendProcess(setup.env);
  const before = await served(old);
  const { body: link } = await testClient(old.url, '').post({ offer: 'tshirt' }, 'key-1');
  await old.stop();

  const upgraded = await startBackendProcess(setup.env, next);
  const after = await served(upgraded);
  expect(after.version).toBe(NEXT);
  expect(pinned(after)).toMatchObject(pinned(before));
  // The new release has a different script, also under the name without a version.
  const entry = 'mytpe-pay-button.js';
  expect(after.files[`v${NEXT}/${entry}`]).not.toBe(before.files[`v${before.version}/${entry}`]);
  expect(after.files[entry]).not.toBe(before.files[entry]);
  const there = testClient(upgraded.url, '');
  expect((await there.get<{ url: string }>(`/v1/links/${link.id}`)).body.url).toBe(link.url);
  expect((await there.post({ offer: 'tshirt' }, 'key-1')).body.id).toBe(link.id);
  await upgraded.stop();

  const back = await startBackendProcess(setup.env);
  expect(pinned(await served(back))).toEqual(pinned(after));
  expect((await testClient(back.url, '').post({ offer: 'tshirt' }, 'key-1')).body.id).toBe(link.id);
}, 60_000);

it('a rolling upgrade of replicas loses no press and no link', async () => {
  const setup = await setUpProcesses({ STORE_URL: await postgres.database() });
  const replicas = [await startBackendProcess(setup.env), await startBackendProcess(setup.env)];
  const before = await served(replicas[0]!);
  // Send a failed request to the other replica, as a proxy does.
  const taken = new Map<string, string>();
  const state = { upgraded: false };
  const payers = Array.from({ length: 4 }, async (_, payer) => {
    for (let at = 0; !state.upgraded; at++) {
      const key = `payer-${payer}-${at}`;
      for (let turn = 0; !taken.has(key); turn++) {
        const response = await testClient(replicas[(payer + turn) % 2]!.url, '')
          .post({ offer: 'tshirt' }, key)
          .catch(() => null);
        if (response && response.status < 300) taken.set(key, response.body.url);
      }
    }
  });
  for (const at of [0, 1]) {
    await replicas[at]!.stop();
    replicas[at] = await startBackendProcess(setup.env, next);
  }
  state.upgraded = true;
  await Promise.all(payers);

  expect(taken.size).toBeGreaterThan(8);
  for (const replica of replicas) {
    const { post } = testClient(replica.url, '');
    expect(pinned(await served(replica))).toMatchObject(pinned(before));
    for (const [key, url] of taken) expect([key, (await post({ offer: 'tshirt' }, key)).body.url]).toEqual([key, url]);
  }
  const links = (await setup.control('GET', '/state'))['links'] as { status: string }[];
  expect(links.filter(({ status }) => status === 'active')).toHaveLength(taken.size);
}, 90_000);
