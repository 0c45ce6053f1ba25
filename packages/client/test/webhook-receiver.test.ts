import { request } from 'node:http';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { signWebhook } from '../src/index.ts';
import { type WebhookReceiver, startWebhookReceiver } from './webhook-receiver.ts';

const secret = 'whsec_receiver';
let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  receiver.secrets = [secret];
});
afterEach(async () => await receiver.close());

/** Sends a POST over a real connection, with these headers and chunks. */
function post(headers: Record<string, string | string[]>, ...chunks: Uint8Array[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(receiver.url, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sending.on('error', reject);
    for (const chunk of chunks) sending.write(chunk);
    sending.end();
  });
}

function signed(body: Uint8Array) {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = signWebhook(body, { secret, timestamp });
  return { 'X-MytpePay-Signature': signature, 'X-MytpePay-Timestamp': String(timestamp) };
}

const BODY = Buffer.from('{"event":"form.submitted","delivery_id":"d1","data":{"link_id":"l1","name":"أمل"}}');

describe('a delivery over a real connection', () => {
  it('is accepted in any chunks', async () => {
    expect(await post(signed(BODY), ...[...BODY].map((byte) => Uint8Array.of(byte)))).toBe(200);
    expect(await receiver.next()).toMatchObject({ event: 'form.submitted', linkId: 'l1', data: { name: 'أمل' } });
  });

  it('may contain bytes that are not text', async () => {
    const noText = Uint8Array.of(0xff, 0x00, 0xfe, 0x0d, 0x0a);
    expect(await post({ ...signed(noText), 'X-MytpePay-Event': 'moon.risen' }, noText)).toBe(200);
    expect(await receiver.next()).toMatchObject({ event: 'moon.risen', data: {} });
  });

  it('with a repeated header is refused, even with the same value', async () => {
    const { 'X-MytpePay-Signature': signature, ...rest } = signed(BODY);
    expect(await post({ ...rest, 'X-MytpePay-Signature': [signature, signature] }, BODY)).toBe(403);
    expect(await receiver.next()).toBe('malformed_signature');
  });

  it('without a signature is refused', async () => {
    expect(await post({}, BODY)).toBe(403);
    expect(await receiver.next()).toBe('missing_header');
  });

  it('uses the body if a header differs, and reports the difference', async () => {
    expect(await post({ ...signed(BODY), 'X-MytpePay-Event': 'transaction.paid' }, BODY)).toBe(200);
    const difference = { field: 'event', body: 'form.submitted', header: 'transaction.paid' };
    expect(await receiver.next()).toMatchObject({ event: 'form.submitted', disagreements: [difference] });
  });
});
