import { describe, expect, it } from 'vitest';

import { Problem } from '../../src/lib/problem.ts';
import { ADMIN_TOKEN, startApp } from './in-memory-service.ts';

const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };
const env = { ADMIN_TOKEN };

describe('/live and /ready', () => {
  it('return the status to everyone and the reasons to the operator only', async () => {
    const { app, service } = await startApp({ env });
    expect((await app.inject('/live')).json()).toEqual({ status: 'live' });
    expect((await app.inject('/ready')).json()).toEqual({ status: 'ready' });
    service.failing = new Error('broken');
    const [anyone, wrong, known] = [
      await app.inject('/ready'),
      await app.inject({ url: '/ready', headers: { authorization: `Bearer ${ADMIN_TOKEN}x` } }),
      await app.inject({ url: '/ready', headers: operator }),
    ];
    expect([anyone.statusCode, wrong.statusCode, known.statusCode]).toEqual([503, 503, 503]);
    expect([anyone.json(), wrong.json()]).toEqual([{ status: 'not ready' }, { status: 'not ready' }]);
    expect(known.json()).toEqual({ status: 'not ready', reasons: ['no instance'] });
  });

  it('return no reasons without ADMIN_TOKEN', async () => {
    const { app } = await startApp();
    for (const authorization of ['Bearer undefined', 'Bearer ', 'Bearer'])
      expect((await app.inject({ url: '/ready', headers: { authorization } })).json()).toEqual({ status: 'ready' });
  });

  it('serve probes while visitors of the same address are limited: /live always, /ready by a separate limit', async () => {
    const { app } = await startApp({ env: { MAX_READS_PER_MINUTE: '2' } });
    const statuses = async (url: string) => {
      const all = [];
      for (let time = 0; time < 3; time++) all.push((await app.inject(url)).statusCode);
      return all;
    };
    expect(await statuses('/v1/offers/tshirt')).toEqual([200, 200, 429]);
    expect(await statuses('/ready')).toEqual([200, 200, 429]);
    expect(await statuses('/live')).toEqual([200, 200, 200]);
  });

  it('limit and log guesses at the token as /admin does', async () => {
    const { app, log } = await startApp({ env: { ...env, MAX_READS_PER_MINUTE: '3', LOG_LEVEL: 'info' } });
    const guess = async (url: string) =>
      (await app.inject({ url, headers: { authorization: 'Bearer a-guess' } })).statusCode;
    // The merchant's page is open in the sandbox.
    expect([await guess('/ready'), await guess('/'), await guess('/ready')]).toEqual([200, 200, 200]);
    expect([await guess('/ready'), await guess('/'), await guess('/v1/offers/tshirt')]).toEqual([429, 429, 429]);
    expect((await app.inject('/ready')).statusCode).toBe(200);
    expect(log.filter((line) => line.includes('refused a wrong operator token'))).toHaveLength(1);
    expect(log.join('')).not.toContain('a-guess');
  });
});

describe('the log', () => {
  const KEY = 'an-idempotency-key-nobody-should-see';

  it('has one line per response, with the route’s pattern and without secrets or ids', async () => {
    const { app, service, log } = await startApp({ env });
    const json = { 'content-type': 'application/json', 'idempotency-key': KEY, ...operator };
    const made = await app.inject({
      method: 'POST',
      url: '/v1/links?secret=in-query',
      headers: json,
      payload: { offer: 'tshirt' },
    });
    const { id } = made.json<{ id: string }>();
    await app.inject(`/v1/links/${id}`);
    await app.inject({
      method: 'POST',
      url: '/v1/links',
      headers: json,
      payload: { offer: 'tshirt', amount: '66.60' },
    });
    await app.inject({ url: '/ready', headers: operator });
    const lines = log.map((line) => JSON.parse(line)).filter(({ method }) => method !== undefined);
    expect(lines.map(({ method, route, status, msg, code }) => [method, route, status, msg, code])).toEqual([
      ['POST', '/v1/links', 201, 'responded', undefined],
      ['GET', '/v1/links/:id', 200, 'responded', undefined],
      ['POST', '/v1/links', 422, 'refused', 'amount_not_accepted'],
      ['GET', '/ready', 200, 'responded', undefined],
    ]);
    for (const { request_id, ms } of lines) expect([typeof request_id, typeof ms]).toEqual(['string', 'number']);
    expect(service.orders[0]!.idempotencyKey).toBe(KEY);
    for (const secret of [KEY, id, id.slice(4), ADMIN_TOKEN, 'in-query', '66.60'])
      expect(log.join('')).not.toContain(secret);
  });

  it('has one line per reason for repeated refusals, and counts the others', async () => {
    const { app, service, log } = await startApp({ env: { ...env, LOG_LEVEL: 'info' } });
    for (let time = 0; time < 5; time++) {
      await app.inject('/v1/links/lnk_nothing');
      await app.inject('/nowhere');
      await app.inject({ url: '/v1/links', method: 'POST', headers: { 'content-type': 'text/plain' }, payload: 'x' });
    }
    service.failing = new Error('the disk said no');
    for (let time = 0; time < 5; time++) await app.inject('/v1/offers/tshirt');
    await app.close();
    const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(
      lines.map(({ level, status, code, reason, suppressed }) => [level, status, code ?? reason, suppressed]),
    ).toEqual([
      ['info', 404, 'link_not_found', undefined],
      ['info', 404, undefined, undefined],
      ['info', 400, 'validation_failed', undefined],
      ['error', 500, 'internal', undefined],
      ['info', undefined, 'link_not_found', 4],
      ['info', undefined, '404', 4],
      ['info', undefined, 'validation_failed', 4],
      ['error', undefined, 'internal: the disk said no', 4],
    ]);
  });

  it('redacts secrets wherever they occur', async () => {
    const { app, service, log } = await startApp({ env });
    service.failing = new Problem('misconfigured', {
      operator: `the secret is mts_planted_secret, the token ${ADMIN_TOKEN}`,
      cause: Object.assign(new Error('refused mts_planted_secret'), {
        headers: { 'x-api-secret': 'mts_planted_secret' },
      }),
    });
    const response = await app.inject('/v1/offers/tshirt');
    expect(log.join('')).toContain('the secret is [hidden]');
    for (const text of [log.join(''), response.body, JSON.stringify(response.headers)])
      expect(text).not.toMatch(/mts_planted_secret|an-operators-token/);
  });
});
