import { createHash } from 'node:crypto';

import { startSandbox } from '@mytpe-pay/sandbox';
import { expect, it, onTestFinished } from 'vitest';

import { createInstallation } from './installation.ts';

async function setUp() {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  return createInstallation(sandbox);
}
const sha384 = (body: Buffer) => `sha384-${createHash('sha384').update(body).digest('base64')}`;
interface Integrity {
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

it('a pinned version is still served after an upgrade and after a downgrade', async () => {
  const { start } = await setUp();
  const old = await start({ version: '0.1.0' });
  const pinned = (await old.app.inject('/v0.1.0/mytpe-pay-button.js')).rawPayload;
  await old.close();

  const upgraded = await start({ version: '0.2.0' });
  const still = await upgraded.app.inject('/v0.1.0/mytpe-pay-button.js');
  expect([still.statusCode, sha384(still.rawPayload)]).toEqual([200, sha384(pinned)]);
  expect(still.headers['cache-control']).toContain('immutable');
  expect((await upgraded.app.inject('/mytpe-pay-button.js')).body).toBe("export const version = '0.2.0';");
  const { version, files } = (await upgraded.app.inject('/integrity.json')).json<Integrity>();
  expect(version).toBe('0.2.0');
  expect(Object.keys(files).toSorted()).toEqual([
    'mytpe-pay-button.dev.js',
    'mytpe-pay-button.js',
    'v0.1.0/mytpe-pay-button.dev.js',
    'v0.1.0/mytpe-pay-button.js',
    'v0.2.0/mytpe-pay-button.dev.js',
    'v0.2.0/mytpe-pay-button.js',
  ]);
  for (const [name, hash] of Object.entries(files))
    expect([name, sha384((await upgraded.app.inject(`/${name}`)).rawPayload)]).toEqual([name, hash]);
  await upgraded.close();

  const back = await start({ version: '0.1.0' });
  expect((await back.app.inject('/v0.2.0/mytpe-pay-button.dev.js')).statusCode).toBe(200);
  expect((await back.app.inject('/mytpe-pay-button.js')).body).toBe("export const version = '0.1.0';");
}, 30_000);

it('all files of an older version are still served, byte for byte', async () => {
  const { start } = await setUp();
  const files = {
    'mytpe-pay-button.js': 'import("./fr-BRO76lFG.js");',
    'fr-BRO76lFG.js': 'export default { pay: "Payer" };',
  };
  await (await start({ version: '0.1.0', files })).close();

  const { app } = await start({ version: '0.2.0' });
  const published = (await app.inject('/integrity.json')).json<Integrity>().files;
  for (const [name, text] of Object.entries(files)) {
    const { statusCode, body, rawPayload, headers } = await app.inject(`/v0.1.0/${name}`);
    expect([statusCode, body]).toEqual([200, text]);
    expect(headers['cache-control']).toContain('immutable');
    expect(published[`v0.1.0/${name}`]).toBe(sha384(rawPayload));
  }
});

it('a file that was never served returns 404 with no-store', async () => {
  const { app } = await (await setUp()).start();
  for (const url of ['/v0.9.0/mytpe-pay-button.js', '/v0.1.0/current.js', '/v0.1.0/offers.yaml']) {
    const { statusCode, headers } = await app.inject(url);
    expect([url, statusCode, headers['cache-control']]).toEqual([url, 404, 'no-store']);
  }
});
