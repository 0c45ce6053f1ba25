import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createMerchant, runHere } from './terminal.ts';

/** The test vector of the reference. */
const SECRET = 'whsec_00112233445566778899aabbccddeeff0011223344556677';
const SENT_AT = 1_712_678_400;
const BODY =
  '{"delivery_id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","event":"transaction.completed","timestamp":"2026-04-09T14:30:00.000000Z","data":{"transaction":{"id":"t-1","status":"completed","amount":5000.00}}}';
const SIGNATURE = 'sha256=89573113251299f90f7e7f11aa6b9e9b772702a7053182461295642da6b20f83';

const captured = (body = BODY, signature = SIGNATURE) =>
  `POST /hook HTTP/1.1\r\nX-MytpePay-Timestamp: ${SENT_AT}\r\nX-MytpePay-Signature: ${signature}\r\n\r\n${body}`;

async function verify(text: string, { args = [] as string[], secret = SECRET, at = SENT_AT } = {}) {
  const { home } = await createMerchant();
  const file = join(home, 'delivery');
  writeFileSync(file, text);
  const stage = { env: { MYTPE_WEBHOOK_SECRET: secret }, clock: () => at * 1_000 };
  return runHere(['webhooks', 'verify', file, ...args], stage);
}

it('a valid delivery is accepted, also later with --received', async () => {
  const { code, out } = await verify(captured());
  expect([code, out]).toEqual([0, 'Valid: transaction.completed, delivery f47ac10b-58cc-4372-a567-0e02b2c3d479.\n']);
  const later = { at: SENT_AT + 86_400, args: ['--received', '2024-04-09T16:00:30Z', '--json'] };
  expect((await verify(captured(), later)).json).toMatchObject({ valid: true, event: 'transaction.completed' });
  expect((await verify(captured(), { secret: `whsec_old, ${SECRET}` })).code).toBe(0);
});

it.each([
  ['a changed body', captured(BODY.replace('5000.00', '5000')), {}, /signature_mismatch.*\nNext: .*not the raw body/],
  ['a body with an extra line break', captured(`${BODY}\n`), {}, /signature_mismatch/],
  ['another secret', captured(), { secret: 'whsec_other' }, /signature_mismatch.*\nNext: .*another secret/],
  ['an old delivery', captured(), { at: SENT_AT + 301 }, /too_old.*\nNext: .*--received/],
  ['a delivery from the future', captured(), { at: SENT_AT - 301 }, /in_future/],
  ['a truncated signature', captured(BODY, SIGNATURE.slice(0, 20)), {}, /malformed_signature/],
  ['no signature', `X-MytpePay-Timestamp: ${SENT_AT}\n\n${BODY}`, {}, /missing_header.*X-MytpePay-Signature/i],
])('%s is refused, with the reason', async (_name, text, options, about) => {
  const { code, out, err } = await verify(text, options);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(about);
  expect(err).not.toContain(SECRET);
});

it('requires the secret from the environment, and an input', async () => {
  expect((await verify(captured(), { secret: '' })).code).toBe(3);
  const stage = { env: { MYTPE_WEBHOOK_SECRET: SECRET } };
  const gone = await runHere(['webhooks', 'verify', '/nowhere'], stage);
  expect([gone.code, gone.err]).toEqual([2, expect.stringContaining('ENOENT')]);
  expect((await runHere(['webhooks', 'verify'], { ...stage, isTTY: true })).code).toBe(2);
});

it('listen receives, verifies, prints, and stops on Ctrl-C', async () => {
  const interrupt = new AbortController();
  const stage = { env: { MYTPE_WEBHOOK_SECRET: SECRET }, signal: interrupt.signal };
  const deliver = async (address: string) => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = `sha256=${createHmac('sha256', SECRET).update(`${timestamp}.${BODY}`).digest('hex')}`;
    const headers = { 'x-mytpepay-timestamp': timestamp, 'x-mytpepay-signature': signature };
    const good = await fetch(address, { method: 'POST', headers, body: BODY });
    const forged = await fetch(address, { method: 'POST', headers, body: `${BODY} ` });
    const large = await fetch(address, { method: 'POST', headers, body: 'x'.repeat(1024 * 1024 + 1) }).catch(
      () => null,
    );
    expect([good.status, await good.json(), forged.status]).toEqual([200, { received: true }, 403]);
    expect(large?.status ?? 403).toBe(403);
    interrupt.abort();
  };
  let delivered: Promise<void> | undefined;
  const onOutput = (shown: string) => {
    const address = /"listening":"([^"]+)"/.exec(shown)?.[1];
    if (address !== undefined) delivered ??= deliver(address);
  };
  const { code, out } = await runHere(['webhooks', 'listen', '--port', '0', '--json'], { ...stage, onOutput });
  await delivered;
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(130);
  expect(lines[1]).toMatchObject({
    event: 'transaction.completed',
    amount: '5000.00',
    payload: { transaction: { amount: 5000 } },
  });
  expect(lines[2]).toEqual({ refused: expect.stringContaining('any of the secrets') });
});
