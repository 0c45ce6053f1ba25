import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, it, onTestFinished } from 'vitest';

import { createKycMerchant } from './kyc-merchant.ts';
import { createMerchant, runHere } from './terminal.ts';

/** Returns a port without a listener. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

interface Finding {
  readonly name: string;
  readonly result: string;
  readonly fix?: string;
}

const findings = (json: { checks: Finding[] }) => Object.fromEntries(json.checks.map((check) => [check.name, check]));

it('an empty account fails a check, with the next command', async () => {
  const { env } = await createKycMerchant();
  const { code, json, err } = await runHere(['doctor', '--json'], { env });
  expect(code).toBe(1);
  expect(findings(json)).toMatchObject({
    Configuration: { result: 'ok' },
    Credentials: { result: 'ok' },
    'Payment instance': { result: 'fail', fix: 'mytpe journey' },
  });
  expect(json.next).toMatch(/^mytpe identifications create/);
  expect(JSON.parse(err).error.message).toContain('checks failed');
});

it('v2: checks the instance and the webhook URL', async () => {
  const { env, sandbox } = await createMerchant();
  const v2 = { ...env, MYTPE_API: 'v2', MYTPE_BASE_URL: sandbox.v2BaseUrl };
  const { code, json } = await runHere(['doctor', '--json'], { env: v2 });
  expect(code).toBe(0);
  expect(findings(json)).toMatchObject({
    'API URL': { result: 'ok' },
    Clock: { result: 'ok' },
    'Payment instance': { result: 'ok' },
    Webhooks: { result: 'warn', fix: expect.stringContaining('webhooks settings') },
  });
});

it('an unreachable receiver is reported', async () => {
  const { env, sandbox } = await createMerchant();
  const v2 = { ...env, MYTPE_API: 'v2', MYTPE_BASE_URL: sandbox.v2BaseUrl };
  const port = await closedPort();
  await runHere(['webhooks', 'settings', '--url', `http://127.0.0.1:${port}/hook`], { env: v2 });
  const { json } = await runHere(['doctor', '--json'], { env: v2 });
  expect(findings(json)['Webhooks']).toMatchObject({ result: 'warn', detail: expect.stringContaining('ECONNREFUSED') });
});

it('an unreachable API is the only failed check', async () => {
  const { env, writes } = await createMerchant();
  const port = await closedPort();
  const nowhere = { ...env, MYTPE_BASE_URL: `http://127.0.0.1:${port}/api/ext` };
  const { code, json } = await runHere(['doctor', '--json'], { env: nowhere });
  expect([code, json.checks.length]).toEqual([5, 2]);
  expect(findings(json)['API URL']).toMatchObject({
    result: 'fail',
    detail: expect.stringContaining('ECONNREFUSED'),
  });
  expect(await writes()).toEqual([]);
});

it('a wrong clock is reported with its difference', async () => {
  const { env } = await createMerchant();
  const ahead = await runHere(['doctor', '--json'], { env, clock: () => Date.now() + 400_000 });
  expect(findings(ahead.json)['Clock']).toMatchObject({
    result: 'fail',
    detail: expect.stringMatching(/^(399|400|401) s ahead/),
  });
  const behind = await runHere(['doctor', '--json'], { env, clock: () => Date.now() - 100_000 });
  expect(findings(behind.json)['Clock']).toMatchObject({ result: 'warn', detail: expect.stringContaining('behind') });
});

it('a URL of another server is reported', async () => {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { env } = await createMerchant();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/ext`;
  const { code, json } = await runHere(['doctor', '--json'], { env: { ...env, MYTPE_BASE_URL: url } });
  expect(code).toBe(5);
  expect(findings(json)['API URL']).toMatchObject({
    result: 'warn',
    fix: expect.stringContaining('MYTPE_BASE_URL'),
  });
});

it('rejected credentials fail a check, and decide the exit code', async () => {
  const { env } = await createMerchant();
  const { code, out, err } = await runHere(['doctor'], { env: { ...env, MYTPE_API_SECRET: 'mts_no' } });
  expect([code, out, err]).toEqual([
    3,
    expect.stringMatching(/FAIL {2}Credentials/),
    expect.stringContaining('1 of 4 checks failed'),
  ]);
});
