import { AVAILABILITIES, ERRORS, ERROR_CODES, Problem as ProblemBody } from '@mytpe-pay/contract';
import { LANGUAGES } from '@mytpe-pay/contract/money';
import { describe, expect, it } from 'vitest';

import { Problem } from '../../src/lib/problem.ts';
import { startApp } from './stand-in.ts';

const details = { amount: 20_000, availability: 'paused', operator: 'for the operator only', retryAfter: 7 } as const;

describe('every failure', () => {
  it.each(ERROR_CODES)('%s has its status, its retryable and a sentence in each language', async (code) => {
    const { app, service } = await startApp();
    service.failing = new Problem(code, details);
    const sentences = new Set<string>();
    for (const lang of LANGUAGES) {
      const answer = await app.inject(`/v1/offers/tshirt?lang=${lang}`);
      const body = ProblemBody.parse(answer.json());
      expect(answer.statusCode).toBe(ERRORS[code].status);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        'content-language': lang,
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
        'x-request-id': body.request_id,
        'retry-after': '7',
      });
      expect(body).toMatchObject({ code, status: ERRORS[code].status, retryable: ERRORS[code].retryable });
      expect(answer.body).not.toContain('for the operator only');
      sentences.add(body.detail);
    }
    expect(sentences.size).toBe(3);
    expect([...sentences].join('')).not.toMatch(/[{}]|undefined|NaN/);
  });

  it.each(['amount_below_min', 'amount_above_max', 'amount_off_step'] as const)(
    '%s names the amount, isolated',
    async (code) => {
      const { app, service } = await startApp();
      service.failing = new Problem(code, { amount: 20_000 });
      const answer = await app.inject('/v1/offers/tshirt?lang=ar');
      expect(answer.json().detail).toContain('\u2068200\u00a0د.ج\u2069');
    },
  );

  it('has a sentence for every way of being unavailable, and says which it is', async () => {
    const { app, service } = await startApp();
    const seen = new Set<string>();
    for (const availability of AVAILABILITIES.filter((word) => word !== 'available')) {
      service.failing = new Problem('offer_unavailable', { availability });
      for (const lang of LANGUAGES) {
        const body = (await app.inject(`/v1/offers/tshirt?lang=${lang}`)).json();
        expect(body.availability).toBe(availability);
        seen.add(body.detail);
      }
    }
    expect(seen.size).toBe(6 * 3);
  });

  it.each(['rate_limited', 'upstream_unavailable'] as const)('%s always says when to try again', async (code) => {
    const { app, service } = await startApp();
    service.failing = new Problem(code);
    expect(Number((await app.inject('/v1/offers/tshirt')).headers['retry-after'])).toBeGreaterThan(0);
  });

  it('that nobody expected is internal, and its cause is only in the log', async () => {
    const { app, service, log } = await startApp();
    service.failing = new Error('the disk said no', { cause: new Error('ENOSPC') });
    const answer = await app.inject('/v1/offers/tshirt');
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal']);
    expect(answer.body).not.toMatch(/disk|ENOSPC|at /);
    const line = log.find((text) => text.includes('the disk said no'))!;
    expect(JSON.parse(line)).toMatchObject({ level: 'error', code: 'internal' });
    expect(line).toContain('ENOSPC');
  });
});

describe('the language of an answer', () => {
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
    const answer = await app.inject({ url: `/v1/offers/nothing${query}`, headers });
    expect(answer.headers['content-language']).toBe(language);
  });
});

describe('an address that leads nowhere', () => {
  it.each(['/v1/nothing', '/v1/links', '/nothing', '/v0.1.0/nothing.js', '/v9'])(
    '%s is a plain 404 without a code',
    async (url) => {
      const { app } = await startApp();
      const answer = await app.inject(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ type: 'about:blank', title: 'Not Found', retryable: false });
      expect(answer.json()).not.toHaveProperty('code');
      if (url.startsWith('/v1/')) expect(answer.headers['access-control-allow-origin']).toBe('*');
    },
  );

  it('is a page for people', async () => {
    const { app } = await startApp();
    const answer = await app.inject({ url: '/nothing', headers: { accept: 'text/html', 'accept-language': 'ar' } });
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('dir="rtl"');
  });

  it.each(['/pay/%zz', `/pay/${'a'.repeat(200)}`, '/v0.1.0/%zz'])('%s says so on a page', async (url) => {
    const { app } = await startApp();
    const answer = await app.inject({ url, headers: { accept: 'text/html', 'accept-language': 'en' } });
    expect([answer.statusCode, answer.headers['content-language']]).toEqual([400, 'en']);
    expect(answer.body).toContain('This request is not valid.');
  });

  it.each(['/v1/offers/%zz', `/v1/offers/${'a'.repeat(200)}`])('%s is refused in the same form', async (url) => {
    const { app } = await startApp();
    const answer = await app.inject(url);
    expect(ProblemBody.parse(answer.json())).toMatchObject({ code: 'validation_failed', status: 400 });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});

it('request ids are ours, never the client’s', async () => {
  const { app } = await startApp();
  const headers = { 'x-request-id': 'evil', 'request-id': 'evil' };
  const ids = await Promise.all(
    [1, 2].map(async () => (await app.inject({ url: '/live', headers })).headers['x-request-id']),
  );
  expect(new Set([...ids, 'evil']).size).toBe(3);
});
