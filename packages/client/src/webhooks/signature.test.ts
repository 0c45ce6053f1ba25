import { describe, expect, it } from 'vitest';

import { MUST_FAIL, VECTOR } from '../../test/webhook-samples.ts';
import { InvalidInputError } from '../errors.ts';
import { signWebhook } from './signature.ts';

const { secret, timestamp, body, signature } = VECTOR;

describe('signWebhook', () => {
  it('returns the signature of the reference, for text and bytes', () => {
    expect(Buffer.byteLength(body)).toBe(202);
    expect(signWebhook(body, { secret, timestamp })).toBe(signature);
    expect(signWebhook(Buffer.from(body), { secret, timestamp })).toBe(signature);
    expect(signWebhook(new Uint8Array(Buffer.from(body)), { secret, timestamp })).toBe(signature);
  });

  it('returns another signature for one more byte, and for a secret without its prefix', () => {
    expect(signWebhook(`${body}\n`, { secret, timestamp })).toBe(MUST_FAIL.lineBreak);
    expect(signWebhook(body, { secret: secret.replace('whsec_', ''), timestamp })).toBe(MUST_FAIL.bareKey);
  });

  it.each([
    [{ secret: '', timestamp }, 'secret'],
    [{ secret, timestamp: 1.5 }, 'timestamp'],
    [{ secret, timestamp: -1 }, 'timestamp'],
    [{ secret, timestamp: Number.NaN }, 'timestamp'],
  ])('rejects %j', (options, field) => {
    expect(() => signWebhook(body, options)).toThrow(InvalidInputError);
    expect(() => signWebhook(body, options)).toThrow(new RegExp(`${field}: must`));
  });
});
