import { describe, expect, it } from 'vitest';

import { AT_VECTOR, MUST_FAIL, VECTOR } from '../../test/webhook-samples.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { type WebhookRefusal, WebhookSignatureError } from '../errors/webhook-signature-error.ts';
import type { WebhookHeaders } from './headers.ts';
import { signWebhook } from './signature.ts';
import type { WebhookVerifierOptions } from './verifier-settings.ts';
import { createWebhookVerifier } from './verifier.ts';

const { secret, timestamp, body, signature } = VECTOR;
const OTHER = 'whsec_another';
const SIGNED = { 'X-MytpePay-Signature': signature, 'X-MytpePay-Timestamp': String(timestamp) };

/** At the moment of the vector unless `now` says otherwise; the vector's secret unless the options do. */
const verifier = ({ now = AT_VECTOR, ...more }: Partial<WebhookVerifierOptions> & { now?: number } = {}) =>
  createWebhookVerifier({ secrets: [secret], clock: () => now, ...more });

function refusalOf(verify: () => unknown): WebhookSignatureError {
  try {
    verify();
  } catch (error) {
    if (error instanceof WebhookSignatureError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const without = (name: keyof typeof SIGNED) => ({ ...SIGNED, [name]: undefined });
const signedWith = (value: string) => ({ ...SIGNED, 'X-MytpePay-Signature': value });
const sentAt = (value: string) => ({ ...SIGNED, 'X-MytpePay-Timestamp': value });

describe('a delivery', () => {
  it('of the reference is accepted and read', () => {
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
    ['as Node gives them', { 'x-mytpepay-signature': signature, 'x-mytpepay-timestamp': String(timestamp) }],
    ['as Node gives them one by one', { 'x-mytpepay-signature': [signature], 'x-mytpepay-timestamp': ['1712678400'] }],
    ['as Headers', new Headers(SIGNED)],
    ['as a Map', new Map(Object.entries(SIGNED))],
    ['in capitals', { 'X-MYTPEPAY-SIGNATURE': signature, 'X-MYTPEPAY-TIMESTAMP': String(timestamp) }],
  ])('is accepted with its headers %s', (_how, headers) => {
    expect(verifier().verify(Buffer.from(body), headers).event).toBe('transaction.completed');
  });

  it.each<[WebhookRefusal, string, string | Uint8Array, WebhookHeaders]>([
    ['signature_mismatch', 'with a line break after it', `${body}\n`, SIGNED],
    ['signature_mismatch', 'signed by a key without its prefix', body, signedWith(MUST_FAIL.bareKey)],
    ['signature_mismatch', 'signed for another body', body, signedWith(MUST_FAIL.lineBreak)],
    ['signature_mismatch', 'written again', JSON.stringify(JSON.parse(body)), SIGNED],
    ['signature_mismatch', 'cut short', body.slice(0, -1), SIGNED],
    ['signature_mismatch', 'emptied', '', SIGNED],
    ['signature_mismatch', 'forged', body, signedWith(signWebhook(body, { secret: OTHER, timestamp }))],
    ['signature_mismatch', 'moved in time', body, sentAt(String(timestamp + 1))],
    ['malformed_signature', 'signed without the prefix', body, signedWith(signature.slice(7))],
    ['malformed_signature', 'signed by another algorithm', body, signedWith(signature.replace('256', '512'))],
    ['malformed_signature', 'signed too short', body, signedWith(signature.slice(0, -1))],
    ['malformed_signature', 'signed too long', body, signedWith(`${signature}0`)],
    ['malformed_signature', 'signed in capitals', body, signedWith(signature.toUpperCase().replace('SHA', 'sha'))],
    ['malformed_signature', 'signed twice on one line', body, signedWith(`${signature}, ${signature}`)],
    ['malformed_timestamp', 'sent at no time', body, sentAt('now')],
    ['malformed_timestamp', 'sent in milliseconds', body, sentAt(String(AT_VECTOR))],
    ['malformed_timestamp', 'sent at a fraction', body, sentAt(`${timestamp}.0`)],
    ['malformed_timestamp', 'sent before all time', body, sentAt('-1')],
    ['malformed_timestamp', 'sent in hexadecimal', body, sentAt('0x6615a500')],
    ['malformed_timestamp', 'sent at two times on one line', body, sentAt(`${timestamp}, ${timestamp}`)],
    ['missing_header', 'unsigned', body, without('X-MytpePay-Signature')],
    ['missing_header', 'without its time', body, without('X-MytpePay-Timestamp')],
    ['missing_header', 'with an empty signature', body, signedWith('')],
    ['missing_header', 'without any header', body, {}],
    [
      'missing_header',
      'signed with what is no text',
      body,
      { ...SIGNED, 'X-MytpePay-Signature': 7 as unknown as string },
    ],
    ['duplicated_header', 'signed twice', body, { ...SIGNED, 'x-mytpepay-signature': [signature] }],
    ['duplicated_header', 'sent at two times', body, { ...SIGNED, 'X-MytpePay-Timestamp': ['1', '2'] }],
    ['body_not_raw', 'that was parsed', JSON.parse(body) as string, SIGNED],
  ])('%s: %s', (reason, _what, rawBody, headers) => {
    expect(refusalOf(() => verifier().verify(rawBody, headers)).reason).toBe(reason);
  });

  it.each([
    [300, undefined],
    [301, 'too_old'],
    [-300, undefined],
    [-301, 'in_future'],
  ])('that is %i seconds old', (age, reason) => {
    const verify = () => verifier({ now: AT_VECTOR + age * 1_000 + 999 }).verify(body, SIGNED);
    if (reason === undefined) expect(verify().linkId).toBeUndefined();
    else expect(refusalOf(verify).reason).toBe(reason);
  });

  it('may be as old as it is told', () => {
    const late = { now: AT_VECTOR + 60_000 };
    expect(verifier({ ...late, toleranceSeconds: 60 }).verify(body, SIGNED).event).toBeDefined();
    expect(refusalOf(() => verifier({ ...late, toleranceSeconds: 59 }).verify(body, SIGNED)).reason).toBe('too_old');
  });

  it('may be as large as it is told', () => {
    expect(verifier({ maxBodyBytes: 202 }).verify(body, SIGNED).event).toBeDefined();
    const { reason, message } = refusalOf(() => verifier({ maxBodyBytes: 201 }).verify(body, SIGNED));
    expect([reason, message]).toEqual(['body_too_large', 'webhook refused: the body has more than 201 bytes']);
  });

  it.each([
    ['the new', [secret, OTHER]],
    ['the old', [OTHER, secret]],
  ])('is accepted when it was signed with %s of two secrets', (_which, secrets) => {
    expect(verifier({ secrets }).verify(body, SIGNED).event).toBe('transaction.completed');
  });

  it('may have headers and a prefix of other names', () => {
    const renamed = verifier({
      headers: { signature: 'X-Signature', timestamp: 'X-Time', event: 'X-Event', deliveryId: 'X-Id' },
      signaturePrefix: 'v1,',
    });
    const unnamed = signWebhook('{}', { secret, timestamp }).replace('sha256=', 'v1,');
    const headers = { 'x-signature': unnamed, 'x-time': String(timestamp), 'x-event': 'a.b', 'x-id': '7' };
    expect(renamed.verify('{}', headers)).toMatchObject({ event: 'a.b', deliveryId: '7' });
    expect(refusalOf(() => renamed.verify(body, SIGNED)).message).toContain('X-Time');
  });

  it('keeps the other names when one is told', () => {
    const { 'X-MytpePay-Signature': value, ...rest } = SIGNED;
    const renamed = verifier({ headers: { signature: 'X-Signature' } });
    expect(renamed.verify(body, { ...rest, 'X-Signature': value }).event).toBe('transaction.completed');
  });
});

describe('headers alone', () => {
  it('are accepted when they can be right for some body', () => {
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
  ])('are refused before a body is read: %s', (reason, headers) => {
    expect(refusalOf(() => verifier().checkHeaders(headers)).reason).toBe(reason);
  });
});

describe('a refusal', () => {
  it('shows neither a secret nor what the sender wrote', () => {
    for (const headers of [signedWith('<script>'), sentAt('<script>'), signedWith(MUST_FAIL.bareKey), {}]) {
      const { message, stack } = refusalOf(() => verifier().verify('<script>', headers));
      expect(`${message} ${stack}`).not.toMatch(/whsec_|<script>|2acc71bf/);
    }
  });
});

describe('a verifier', () => {
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
  ])('is not made with bad %s', (field, options) => {
    try {
      verifier(options);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(Object.keys((error as InvalidInputError).fields)).toEqual([field]);
      expect((error as Error).message).not.toContain(secret);
      return;
    }
    throw new Error('was accepted');
  });
});
