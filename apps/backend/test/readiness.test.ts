import type { FastifyInstance } from 'fastify';
import { SANDBOX_SECRET, SEEDED_IDS, startSandbox } from '@mytpe-pay/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';

import { eventually, testClient } from './harness.ts';
import { keyOf } from './idempotency-key.ts';
import { createInstallation } from './installation.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
const env = { ADMIN_TOKEN };
const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };

async function setUp() {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const { control } = testClient('', sandbox.url);
  const suspend = (status: string) => control('PATCH', `/instances/${SEEDED_IDS.readyInstance}`, { status });
  return { ...createInstallation(sandbox), sandbox, suspend };
}

/** Waits until the backend is not ready and has read the reason from MyTPE. */
async function waitUntilNotReady(app: FastifyInstance): Promise<void> {
  await eventually(async () => {
    const response = await app.inject({ url: '/ready', headers: operator });
    return response.statusCode === 503 && !response.body.includes('not read yet');
  }, 'the backend has read the reason');
}

describe('a backend whose account cannot be charged', () => {
  it('is alive but not ready, returns the reasons to the operator only, and recovers', async () => {
    const { start, suspend } = await setUp();
    const healthy = await start({ env });
    await eventually(async () => (await healthy.app.inject('/ready')).statusCode === 200, 'it is ready');
    await healthy.close();

    await suspend('suspended');
    const { app, close } = await start({ env });
    await waitUntilNotReady(app);
    expect((await app.inject('/live')).statusCode).toBe(200);
    expect((await app.inject('/ready')).json()).toEqual({ status: 'not ready' });
    const { reasons } = (await app.inject({ url: '/ready', headers: operator })).json<{ reasons: string[] }>();
    expect(reasons).toEqual([expect.stringContaining('no payment instance')]);
    await close();

    await suspend('active');
    const again = await start({ env });
    await eventually(async () => (await again.app.inject('/ready')).statusCode === 200, 'it is ready again');
  }, 30_000);

  it('reports that its credentials are invalid, without showing them', async () => {
    const { start } = await setUp();
    const { app } = await start({ env: { ...env, MYTPE_API_SECRET: 'mts_planted_wrong' } });
    await waitUntilNotReady(app);
    const { body } = await app.inject({ url: '/ready', headers: operator });
    expect(body).toContain('401');
    for (const secret of ['planted', SANDBOX_SECRET]) expect(body).not.toContain(secret);
  });

  it('creates no link, and returns an error that is not retryable', async () => {
    const { start, suspend } = await setUp();
    await suspend('suspended');
    const { app } = await start({ env });
    await waitUntilNotReady(app);
    const headers = { 'idempotency-key': keyOf('key-1') };
    const pressed = await app.inject({ method: 'POST', url: '/v1/links', headers, payload: { offer: 'tshirt' } });
    expect([pressed.statusCode, pressed.json<{ retryable: boolean }>().retryable]).toEqual([503, false]);
    expect(pressed.body).not.toContain('instance');
  });
});
