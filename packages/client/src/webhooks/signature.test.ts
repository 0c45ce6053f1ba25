import { describe, expect, it } from 'vitest';

import { MUST_FAIL, VECTOR } from '../../test/webhook-samples.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { signWebhook } from './signature.ts';

const { secret, timestamp, body, signature } = VECTOR;

describe('a signature', () => {
  it('is that of the reference, of text as of bytes', () => {
    expect(Buffer.byteLength(body)).toBe(202);
    expect(signWebhook(body, { secret, timestamp })).toBe(signature);
    expect(signWebhook(Buffer.from(body), { secret, timestamp })).toBe(signature);
    expect(signWebhook(new Uint8Array(Buffer.from(body)), { secret, timestamp })).toBe(signature);
  });

  it('is another for one more byte, and for a key without its prefix', () => {
    expect(signWebhook(`${body}\n`, { secret, timestamp })).toBe(MUST_FAIL.lineBreak);
    expect(signWebhook(body, { secret: secret.replace('whsec_', ''), timestamp })).toBe(MUST_FAIL.bareKey);
  });

  it.each([
    [{ secret: '', timestamp }, 'secret'],
    [{ secret, timestamp: 1.5 }, 'timestamp'],
    [{ secret, timestamp: -1 }, 'timestamp'],
    [{ secret, timestamp: Number.NaN }, 'timestamp'],
  ])('is not made with %j', (options, field) => {
    expect(() => signWebhook(body, options)).toThrow(InvalidInputError);
    expect(() => signWebhook(body, options)).toThrow(new RegExp(`${field}: must`));
  });
});
