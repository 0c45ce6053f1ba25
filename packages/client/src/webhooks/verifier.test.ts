import { describe, expect, it } from 'vitest';

import { AT_VECTOR, MUST_FAIL, VECTOR } from '../../test/webhook-samples.ts';
import { InvalidInputError, type WebhookRefusal, WebhookSignatureError } from '../errors.ts';
import type { WebhookHeaders } from './headers.ts';
import { signWebhook } from './signature.ts';
import type { WebhookVerifierOptions } from './verifier-settings.ts';
import { createWebhookVerifier } from './verifier.ts';

const { secret, timestamp, body, signature } = VECTOR;
const OTHER = 'whsec_another';
const SIGNED = { 'X-MytpePay-Signature': signature, 'X-MytpePay-Timestamp': String(timestamp) };

/** A verifier with the time and the secret of the reference vector by default. */
const verifier = ({ now = AT_VECTOR, ...more }: Partial<WebhookVerifierOptions> & { now?: number } = {}) =>
  createWebhookVerifier({ secrets: [secret], clock: () => now, ...more });

function refusalOf(verify: () => unknown): WebhookSignatureError {
  try {
    verify();
  } catch (error) {
    if (error instanceof WebhookSignatureError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

const without = (name: keyof typeof SIGNED) => ({ ...SIGNED, [name]: undefined });
const signedWith = (value: string) => ({ ...SIGNED, 'X-MytpePay-Signature': value });
const sentAt = (value: string) => ({ ...SIGNED, 'X-MytpePay-Timestamp': value });

describe('a delivery', () => {
  it('from the reference is accepted and read', () => {
    expect(verifier().verify(body, SIGNED)).toMatchObject({
      deliveryId: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
      event: 'transaction.completed',
      meaning: 'paid',
      timestamp: new Date('2026-04-09T14:30:00Z'),
      sentAt: new Date(AT_VECTOR),
      transaction: { id: 't-1', status: 'completed', amount: 500_000 },
      disagreements: [],
    });
  });

  it.each<[string, WebhookHeaders]>([
    ['from request.headers', { 'x-mytpepay-signature': signature, 'x-mytpepay-timestamp': String(timestamp) }],
    ['from headersDistinct', { 'x-mytpepay-signature': [signature], 'x-mytpepay-timestamp': ['1712678400'] }],
    ['as Headers', new Headers(SIGNED)],
    ['as a Map', new Map(Object.entries(SIGNED))],
    ['in capitals', { 'X-MYTPEPAY-SIGNATURE': signature, 'X-MYTPEPAY-TIMESTAMP': String(timestamp) }],
  ])('is accepted with its headers %s', (_how, headers) => {
    expect(verifier().verify(Buffer.from(body), headers).event).toBe('transaction.completed');
  });

  it.each<[WebhookRefusal, string, string | Uint8Array, WebhookHeaders]>([
    ['signature_mismatch', 'with an extra line break', `${body}\n`, SIGNED],
    ['signature_mismatch', 'signed with a secret without its prefix', body, signedWith(MUST_FAIL.bareKey)],
    ['signature_mismatch', 'signed for another body', body, signedWith(MUST_FAIL.lineBreak)],
    ['signature_mismatch', 'serialized again', JSON.stringify(JSON.parse(body)), SIGNED],
    ['signature_mismatch', 'truncated', body.slice(0, -1), SIGNED],
    ['signature_mismatch', 'empty', '', SIGNED],
    ['signature_mismatch', 'forged', body, signedWith(signWebhook(body, { secret: OTHER, timestamp }))],
    ['signature_mismatch', 'with another timestamp', body, sentAt(String(timestamp + 1))],
    ['malformed_signature', 'signed without the prefix', body, signedWith(signature.slice(7))],
    ['malformed_signature', 'with another algorithm', body, signedWith(signature.replace('256', '512'))],
    ['malformed_signature', 'with a short signature', body, signedWith(signature.slice(0, -1))],
    ['malformed_signature', 'with a long signature', body, signedWith(`${signature}0`)],
    [
      'malformed_signature',
      'with a signature in capitals',
      body,
      signedWith(signature.toUpperCase().replace('SHA', 'sha')),
    ],
    ['malformed_signature', 'with two signatures in one header', body, signedWith(`${signature}, ${signature}`)],
    ['malformed_timestamp', 'with a timestamp that is not a number', body, sentAt('now')],
    ['malformed_timestamp', 'with milliseconds', body, sentAt(String(AT_VECTOR))],
    ['malformed_timestamp', 'with a fraction of a second', body, sentAt(`${timestamp}.0`)],
    ['malformed_timestamp', 'with a negative timestamp', body, sentAt('-1')],
    ['malformed_timestamp', 'with a hexadecimal timestamp', body, sentAt('0x6615a500')],
    ['malformed_timestamp', 'with two timestamps in one header', body, sentAt(`${timestamp}, ${timestamp}`)],
    ['missing_header', 'unsigned', body, without('X-MytpePay-Signature')],
    ['missing_header', 'without a timestamp', body, without('X-MytpePay-Timestamp')],
    ['missing_header', 'with an empty signature', body, signedWith('')],
    ['missing_header', 'without any header', body, {}],
    [
      'missing_header',
      'a signature that is not a string',
      body,
      { ...SIGNED, 'X-MytpePay-Signature': 7 as unknown as string },
    ],
    ['duplicated_header', 'with two signatures', body, { ...SIGNED, 'x-mytpepay-signature': [signature] }],
    ['duplicated_header', 'with two timestamps', body, { ...SIGNED, 'X-MytpePay-Timestamp': ['1', '2'] }],
    ['body_not_raw', 'a parsed body', JSON.parse(body) as string, SIGNED],
  ])('%s: %s', (reason, _what, rawBody, headers) => {
    expect(refusalOf(() => verifier().verify(rawBody, headers)).reason).toBe(reason);
  });

  it.each([
    [300, undefined],
    [301, 'too_old'],
    [-300, undefined],
    [-301, 'in_future'],
  ])('is checked for its age: %i seconds', (age, reason) => {
    const verify = () => verifier({ now: AT_VECTOR + age * 1_000 + 999 }).verify(body, SIGNED);
    if (reason === undefined) expect(verify().linkId).toBeUndefined();
    else expect(refusalOf(verify).reason).toBe(reason);
  });

  it('may be as old as toleranceSeconds', () => {
    const late = { now: AT_VECTOR + 60_000 };
    expect(verifier({ ...late, toleranceSeconds: 60 }).verify(body, SIGNED).event).toBeDefined();
    expect(refusalOf(() => verifier({ ...late, toleranceSeconds: 59 }).verify(body, SIGNED)).reason).toBe('too_old');
  });

  it('may be as large as maxBodyBytes', () => {
    expect(verifier({ maxBodyBytes: 202 }).verify(body, SIGNED).event).toBeDefined();
    const { reason, message } = refusalOf(() => verifier({ maxBodyBytes: 201 }).verify(body, SIGNED));
    expect([reason, message]).toEqual(['body_too_large', 'webhook refused: the body has more than 201 bytes']);
  });

  it.each([
    ['the first', [secret, OTHER]],
    ['the second', [OTHER, secret]],
  ])('is accepted if it was signed with %s of two secrets', (_which, secrets) => {
    expect(verifier({ secrets }).verify(body, SIGNED).event).toBe('transaction.completed');
  });

  it('may have other header names and another prefix', () => {
    const renamed = verifier({
      headers: { signature: 'X-Signature', timestamp: 'X-Time', event: 'X-Event', deliveryId: 'X-Id' },
      signaturePrefix: 'v1,',
    });
    const unnamed = signWebhook('{}', { secret, timestamp }).replace('sha256=', 'v1,');
    const headers = { 'x-signature': unnamed, 'x-time': String(timestamp), 'x-event': 'a.b', 'x-id': '7' };
    expect(renamed.verify('{}', headers)).toMatchObject({ event: 'a.b', deliveryId: '7' });
    expect(refusalOf(() => renamed.verify(body, SIGNED)).message).toContain('X-Time');
  });

  it('keeps the default names of other headers', () => {
    const { 'X-MytpePay-Signature': value, ...rest } = SIGNED;
    const renamed = verifier({ headers: { signature: 'X-Signature' } });
    expect(renamed.verify(body, { ...rest, 'X-Signature': value }).event).toBe('transaction.completed');
  });
});

describe('checkHeaders', () => {
  it('accepts headers that could be valid for some body', () => {
    expect(() => verifier().checkHeaders(SIGNED)).not.toThrow();
    expect(() => verifier().checkHeaders(signedWith(`sha256=${'0'.repeat(64)}`))).not.toThrow();
  });

  it.each<[WebhookRefusal, WebhookHeaders]>([
    ['missing_header', {}],
    ['missing_header', without('X-MytpePay-Signature')],
    ['duplicated_header', { ...SIGNED, 'x-mytpepay-signature': [signature] }],
    ['malformed_signature', signedWith(signature.slice(7))],
    ['malformed_timestamp', sentAt('now')],
    ['too_old', sentAt(String(timestamp - 301))],
    ['in_future', sentAt(String(timestamp + 301))],
  ])('refuses headers without the body: %s', (reason, headers) => {
    expect(refusalOf(() => verifier().checkHeaders(headers)).reason).toBe(reason);
  });
});

describe('a refusal', () => {
  it('contains neither a secret nor text from the sender', () => {
    for (const headers of [signedWith('<script>'), sentAt('<script>'), signedWith(MUST_FAIL.bareKey), {}]) {
      const { message, stack } = refusalOf(() => verifier().verify('<script>', headers));
      expect(`${message} ${stack}`).not.toMatch(/whsec_|<script>|2acc71bf/);
    }
  });
});

describe('createWebhookVerifier', () => {
  it.each<[string, Partial<WebhookVerifierOptions>]>([
    ['secrets', { secrets: [] }],
    ['secrets', { secrets: ['', secret] }],
    ['secrets', { secrets: [' '] }],
    ['secrets', { secrets: Array.from({ length: 11 }, () => secret) }],
    ['secrets', { secrets: secret as unknown as string[] }],
    ['secrets', { secrets: [undefined as unknown as string] }],
    ['toleranceSeconds', { toleranceSeconds: 0 }],
    ['toleranceSeconds', { toleranceSeconds: Number.POSITIVE_INFINITY }],
    ['maxBodyBytes', { maxBodyBytes: -1 }],
    ['headers', { headers: { signature: '' } }],
    ['input', { secret } as object],
  ])('rejects invalid %s', (field, options) => {
    try {
      verifier(options);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(Object.keys((error as InvalidInputError).fields)).toEqual([field]);
      expect((error as Error).message).not.toContain(secret);
      return;
    }
    throw new Error('no error was thrown');
  });
});
