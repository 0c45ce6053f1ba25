import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { SANDBOX_KEY, SANDBOX_SECRET, type Sandbox, startSandbox } from '@mytpe-pay/sandbox';
import { expect, it, onTestFinished } from 'vitest';

import { eventually } from '../harness.ts';
import { keyOf } from '../idempotency-key.ts';
import { createInstallation } from '../installation.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };

/** Starts a MyTPE where someone resumes every link immediately after it was paused. */
async function resumingMytpe(): Promise<{
  readonly baseUrl: string;
  readonly sandbox: Sandbox;
}> {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const headers = { 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET, 'content-type': 'application/json' };
  const server = createServer((request, response) => {
    void (async () => {
      const { method = '', url = '' } = request;
      const body = await buffer(request);
      const forwarded = await fetch(sandbox.url + url, { method, headers, ...(body.length > 0 && { body }) });
      const text = await forwarded.text();
      if (url.endsWith('/pause')) await fetch(sandbox.url + url.replace(/pause$/, 'resume'), { method, headers });
      response.writeHead(forwarded.status, { 'content-type': 'application/json' }).end(text);
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/ext`, sandbox };
}

it('reports a conflict if someone resumes a link before the backend reads back its pause', async () => {
  const { baseUrl, sandbox } = await resumingMytpe();
  const { app } = await createInstallation(sandbox).start({ env: { MYTPE_BASE_URL: baseUrl, ADMIN_TOKEN } });
  await eventually(async () => (await app.inject('/ready')).statusCode === 200, 'it is ready');
  const press = { 'idempotency-key': keyOf('key-1') };
  const made = await app.inject({ method: 'POST', url: '/v1/links', headers: press, payload: { offer: 'tshirt' } });
  const { id } = made.json<{ id: string }>();
  const paused = await app.inject({ method: 'POST', url: `/admin/v1/links/${id}/pause`, headers: operator });
  const { detail } = paused.json<{ detail: string }>();
  expect([paused.statusCode, detail]).toEqual([409, 'MyTPE did not pause the link: it is active.']);
  const log = await app.inject({ url: '/admin/v1/audit', headers: operator });
  const { items } = log.json<{ items: { action: string; outcome: string }[] }>();
  expect(items.map(({ action, outcome }) => `${action}: ${outcome}`)).toEqual([
    'pause: not done: the link is active',
    'pause: asked',
  ]);
});
