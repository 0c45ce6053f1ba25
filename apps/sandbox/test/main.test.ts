import { expect, it } from 'vitest';

import { runSandbox } from './process.ts';
import { openShop } from './shop.ts';

it.each(['SIGTERM', 'SIGINT'] as const)('responds with 200 at / and exits with 0 on %s', async (signal) => {
  const sandbox = runSandbox({ SANDBOX_PORT: '0' });
  expect((await fetch(`${await sandbox.url}/`)).status).toBe(200);
  expect(await sandbox.stop(signal)).toBe(0);
});

it('reports a taken port and the variable to set', async () => {
  const { sandbox } = await openShop();
  const { port } = new URL(sandbox.url);
  const { code, errors } = await runSandbox({ SANDBOX_PORT: port }).ended;
  expect(code).toBe(1);
  expect(errors).toBe(`Port ${port} is taken. Stop the program that uses it, or set SANDBOX_PORT to another port.\n`);
});

it.each(['8010x', '-1', '65536', '80 10'])('refuses SANDBOX_PORT=%s', async (port) => {
  const { code, errors } = await runSandbox({ SANDBOX_PORT: port }).ended;
  expect([code, errors]).toEqual([1, 'SANDBOX_PORT must be a port number from 0 to 65535.\n']);
});

it('reads the review delay from SANDBOX_REVIEW_AFTER_MS, and refuses an invalid value', async () => {
  const sandbox = runSandbox({ SANDBOX_PORT: '0', SANDBOX_REVIEW_AFTER_MS: '250' });
  const settings = await fetch(`${await sandbox.url}/_sandbox/settings`);
  expect(await settings.json()).toMatchObject({ reviews: { after_ms: 250, decision: 'accept' } });
  await sandbox.stop('SIGTERM');
  const { code, errors } = await runSandbox({ SANDBOX_PORT: '0', SANDBOX_REVIEW_AFTER_MS: 'soon' }).ended;
  expect([code, errors]).toEqual([1, 'SANDBOX_REVIEW_AFTER_MS must be a whole number of milliseconds.\n']);
});
