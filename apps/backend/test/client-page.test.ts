import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { signWebhook } from '@mytpe-pay/client/webhooks';
import { expect, it, onTestFinished } from 'vitest';

import { typeErrors } from '../../../.ci/check-types.ts';
import { freePort } from '../../../.ci/free-port.ts';
import { codeBlocks, sectionOf, sitePage } from '../../../.ci/site-page.ts';
import { eventually } from './harness.ts';

// These tests are here because the samples use Fastify, which the client does not depend on.
const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const PAGE = sitePage('develop/client');

/** The names that the samples use and the reader's code defines. */
const READERS_CODE = `
declare const key: string, secret: string, establishment_type_id: string, authorization_type_id: string;
declare const instance: import('@mytpe-pay/client').Instance;
declare const mytpe: import('@mytpe-pay/client').ExtClient;
declare const input: import('@mytpe-pay/client').LinkInput;
declare const bar: { update(share: number): void };
declare const inbox: { put(id: string | undefined, body: Buffer): Promise<void> };
declare function store(slug: string): Promise<void>;
declare function show(url: string | null | undefined): void;
`;

it('all samples about the client have correct types', () => {
  const samples = codeBlocks(PAGE).filter(({ language }) => language === 'ts');
  expect(samples.length).toBe(6);
  const files = Object.fromEntries(samples.map(({ code }, at) => [`sample-${at}.ts`, code]));
  expect(typeErrors(FOLDER, { 'readers-code.d.ts': READERS_CODE, ...files })).toBe('');
}, 180_000);

it('the receiver accepts webhooks of MyTPE and refuses others', async () => {
  const secret = 'whsec_00112233445566778899aabbccddeeff0011223344556677';
  const port = await freePort();
  const [sample] = codeBlocks(sectionOf(PAGE, '## Receive webhooks of MyTPE'));
  const before = `const [secret, inbox] = ['${secret}', { put: async (id) => console.log('stored', id) }];`;
  const code = `${before}\n${sample!.code}\nawait app.listen({ port: ${port} });`;
  const args = ['--input-type=module-typescript', '--eval', code];
  const receiver: ChildProcess = spawn(process.execPath, args, { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void receiver.kill());
  let output = '';
  receiver.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const body = '{"delivery_id":"d-1","event":"transaction.completed","data":{"transaction":{"amount":5000.00}}}';
  const send = async (headers: Record<string, string>, text = body) => {
    const init = { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } };
    return (await fetch(`http://127.0.0.1:${port}/webhooks/mytpe`, init).catch(() => null))?.status;
  };
  await eventually(async () => (await send({})) === 403, 'the receiver listens');
  const timestamp = Math.floor(Date.now() / 1000);
  const signed = {
    'x-mytpepay-timestamp': String(timestamp),
    'x-mytpepay-signature': signWebhook(body, { secret, timestamp }),
  };
  expect([await send(signed), await send(signed, body.replace('5000', '9000'))]).toEqual([200, 403]);
  await eventually(async () => output.includes('stored d-1'), 'the delivery is stored');
});
