import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { runs } from '../../../../.ci/sample.ts';
import { WebhookSignatureError } from '../errors.ts';
import type { WebhookHeaders } from './headers.ts';
import { signWebhook } from './signature.ts';
import { createWebhookVerifier } from './verifier.ts';

const NOW = 1_795_248_000;
const anyBody = fc.uint8Array({ maxLength: 300 });
const anySecret = fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }).filter((text) => text.trim() !== '');
const anyTime = fc.integer({ min: NOW - 300, max: NOW + 300 });

const verify = (secret: string, body: Uint8Array, headers: WebhookHeaders) =>
  createWebhookVerifier({ secrets: [secret], clock: () => NOW * 1_000 }).verify(body, headers);
const headersOf = (signature: string, timestamp: string | number) => ({
  'x-mytpepay-signature': signature,
  'x-mytpepay-timestamp': String(timestamp),
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[Math.floor(bit / 8)]! ^= 1 << (bit % 8);
  return changed;
}

const flippedText = (text: string, bit: number) => Buffer.from(flipped(Buffer.from(text), bit)).toString('latin1');

describe('any delivery', () => {
  it('is accepted if it is signed, even if it is not JSON', () => {
    fc.assert(
      fc.property(anyBody, anySecret, anyTime, (body, secret, timestamp) => {
        const delivery = verify(secret, body, headersOf(signWebhook(body, { secret, timestamp }), timestamp));
        expect(delivery.sentAt).toEqual(new Date(timestamp * 1_000));
      }),
    );
  });

  it('is refused if one bit of the body, the signature or the timestamp changed', () => {
    fc.assert(
      fc.property(anyBody, anySecret, anyTime, fc.nat(), (body, secret, timestamp, where) => {
        const signature = signWebhook(body, { secret, timestamp });
        const bit = (length: number) => where % (length * 8);
        const refused = (bytes: Uint8Array, headers: WebhookHeaders) =>
          expect(() => verify(secret, bytes, headers)).toThrow(WebhookSignatureError);
        if (body.length > 0) refused(flipped(body, bit(body.length)), headersOf(signature, timestamp));
        refused(body, headersOf(flippedText(signature, bit(signature.length)), timestamp));
        refused(body, headersOf(signature, flippedText(String(timestamp), bit(10))));
      }),
    );
  });

  it('is read for any JSON', () => {
    const word = fc.constantFrom('data', 'event', 'id', 'transaction', 'metadata', 'amount', 'customer', '__proto__');
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof({ maxDepth: 4 }, fc.jsonValue({ maxDepth: 1 }), fc.dictionary(word, tie('json'), { maxKeys: 4 })),
    }));
    fc.assert(
      fc.property(json, (value) => {
        const body = Buffer.from(JSON.stringify(value));
        const signature = signWebhook(body, { secret: 's', timestamp: NOW });
        const delivery = verify('s', body, headersOf(signature, NOW));
        expect(['string', 'undefined']).toContain(typeof delivery.linkId);
        expect(Object.getPrototypeOf(delivery.metadata)).toBe(Object.prototype);
      }),
      { numRuns: runs(300, 3000) },
    );
  });

  it('with any other headers is refused with a WebhookSignatureError', () => {
    const name = fc.oneof(
      fc.constantFrom('x-mytpepay-signature', 'X-MytpePay-Timestamp', 'x-mytpepay-event', '__proto__', 'toString'),
      fc.string(),
    );
    const value = fc.oneof(
      fc.constantFrom(String(NOW), `sha256=${'0'.repeat(64)}`, ''),
      fc.string({ unit: 'binary' }),
      fc.array(fc.string()),
      fc.anything(),
    );
    const headers = fc.oneof(
      fc.record({ 'x-mytpepay-timestamp': fc.oneof(fc.constant(String(NOW)), value), 'x-mytpepay-signature': value }),
      fc.dictionary(name, value),
      fc.array(fc.tuple(name, value)),
      fc.anything({ withMap: true, withSet: true }),
    );
    fc.assert(
      fc.property(headers, fc.oneof(anyBody, fc.anything()), (sent, body) => {
        expect(() => verify('s', body as Uint8Array, sent as WebhookHeaders)).toThrow(WebhookSignatureError);
      }),
      { numRuns: runs(1000, 10_000) },
    );
  });
});
