import { AVAILABILITIES, ERRORS, ERROR_CODES, Problem as ProblemBody } from '@mytpe-pay/contract';
import { LANGUAGES } from '@mytpe-pay/contract/money';
import { describe, expect, it } from 'vitest';

import { Problem } from '../../src/lib/problem.ts';
import { startApp } from './in-memory-service.ts';

const details = { amount: 20_000, availability: 'paused', operator: 'for the operator only', retryAfter: 7 } as const;

describe('a problem', () => {
  it.each(ERROR_CODES)('%s has its status, `retryable` and a message in each language', async (code) => {
    const { app, service } = await startApp();
    service.failing = new Problem(code, details);
    const sentences = new Set<string>();
    for (const lang of LANGUAGES) {
      const response = await app.inject(`/v1/offers/tshirt?lang=${lang}`);
      const body = ProblemBody.parse(response.json());
      expect(response.statusCode).toBe(ERRORS[code].status);
      expect(response.headers).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        'content-language': lang,
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
        'x-request-id': body.request_id,
        'retry-after': '7',
      });
      expect(body).toMatchObject({ code, status: ERRORS[code].status, retryable: ERRORS[code].retryable });
      expect(response.body).not.toContain('for the operator only');
      sentences.add(body.detail);
    }
    expect(sentences.size).toBe(3);
    expect([...sentences].join('')).not.toMatch(/[{}]|undefined|NaN/);
  });

  it.each(['amount_below_min', 'amount_above_max', 'amount_off_step'] as const)(
    '%s names the amount, isolated from the text direction',
    async (code) => {
      const { app, service } = await startApp();
      service.failing = new Problem(code, { amount: 20_000 });
      const response = await app.inject('/v1/offers/tshirt?lang=ar');
      expect(response.json().detail).toContain('\u2068200\u00a0د.ج\u2069');
    },
  );

  it('contains the availability, with a different message for each', async () => {
    const { app, service } = await startApp();
    const seen = new Set<string>();
    for (const availability of AVAILABILITIES.filter((availability) => availability !== 'available')) {
      service.failing = new Problem('offer_unavailable', { availability });
      for (const lang of LANGUAGES) {
        const body = (await app.inject(`/v1/offers/tshirt?lang=${lang}`)).json();
        expect(body.availability).toBe(availability);
        seen.add(body.detail);
      }
    }
    expect(seen.size).toBe(6 * 3);
  });

  it.each(['rate_limited', 'upstream_unavailable'] as const)('%s always has Retry-After', async (code) => {
    const { app, service } = await startApp();
    service.failing = new Problem(code);
    expect(Number((await app.inject('/v1/offers/tshirt')).headers['retry-after'])).toBeGreaterThan(0);
  });

  it('for an unexpected error is `internal`, with its cause only in the log', async () => {
    const { app, service, log } = await startApp();
    service.failing = new Error('the disk said no', { cause: new Error('ENOSPC') });
    const response = await app.inject('/v1/offers/tshirt');
    expect([response.statusCode, response.json().code]).toEqual([500, 'internal']);
    expect(response.body).not.toMatch(/disk|ENOSPC|at /);
    const line = log.find((text) => text.includes('the disk said no'))!;
    expect(JSON.parse(line)).toMatchObject({ level: 'error', code: 'internal' });
    expect(line).toContain('ENOSPC');
  });
});

describe('the language of a response', () => {
  it.each([
    ['?lang=en', 'ar', 'en'],
    ['', 'ar-DZ,ar;q=0.9,fr;q=0.5', 'ar'],
    ['', 'de,en;q=0.1', 'en'],
    ['', 'de', 'fr'],
    ['?lang=de', 'en', 'en'],
    ['?lang=en&lang=ar', '', 'fr'],
    ['', `en${',de'.repeat(200)}`, 'fr'],
  ])('%s with Accept-Language %s is %s', async (query, header, language) => {
    const { app } = await startApp();
    const headers = header ? { 'accept-language': header } : {};
    const response = await app.inject({ url: `/v1/offers/nothing${query}`, headers });
    expect(response.headers['content-language']).toBe(language);
  });
});

describe('an unknown address', () => {
  it.each(['/v1/nothing', '/v1/links', '/nothing', '/v0.1.0/nothing.js', '/v9'])(
    '%s returns 404 without a problem code',
    async (url) => {
      const { app } = await startApp();
      const response = await app.inject(url);
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ type: 'about:blank', title: 'Not Found', retryable: false });
      expect(response.json()).not.toHaveProperty('code');
      if (url.startsWith('/v1/')) expect(response.headers['access-control-allow-origin']).toBe('*');
    },
  );

  it('returns a page to browsers', async () => {
    const { app } = await startApp();
    const response = await app.inject({ url: '/nothing', headers: { accept: 'text/html', 'accept-language': 'ar' } });
    expect(response.headers['content-type']).toContain('text/html');
    expect(response.body).toContain('dir="rtl"');
  });

  it.each(['/pay/%zz', `/pay/${'a'.repeat(200)}`, '/v0.1.0/%zz'])('%s returns an error page', async (url) => {
    const { app } = await startApp();
    const response = await app.inject({ url, headers: { accept: 'text/html', 'accept-language': 'en' } });
    expect([response.statusCode, response.headers['content-language']]).toEqual([400, 'en']);
    expect(response.body).toContain('This request is not valid.');
  });

  it.each(['/v1/offers/%zz', `/v1/offers/${'a'.repeat(200)}`])('%s returns a problem', async (url) => {
    const { app } = await startApp();
    const response = await app.inject(url);
    expect(ProblemBody.parse(response.json())).toMatchObject({ code: 'validation_failed', status: 400 });
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });
});

it('request ids come from the backend, never from the client', async () => {
  const { app } = await startApp();
  const headers = { 'x-request-id': 'evil', 'request-id': 'evil' };
  const ids = await Promise.all(
    [1, 2].map(async () => (await app.inject({ url: '/live', headers })).headers['x-request-id']),
  );
  expect(new Set([...ids, 'evil']).size).toBe(3);
});
