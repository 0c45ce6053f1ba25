import { describe, expect, it } from 'vitest';

import { Problem } from '../../src/problem.ts';
import { ADMIN_TOKEN, startApp } from './stand-in.ts';

const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };
const env = { ADMIN_TOKEN };

describe('/live and /ready', () => {
  it('say how it is to everybody, and why to the operator only', async () => {
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

  it('have no operator where there is no token', async () => {
    const { app } = await startApp();
    for (const authorization of ['Bearer undefined', 'Bearer ', 'Bearer'])
      expect((await app.inject({ url: '/ready', headers: { authorization } })).json()).toEqual({ status: 'ready' });
  });

  it('are never limited', async () => {
    const { app } = await startApp({ env: { MAX_READS_PER_MINUTE: '1' } });
    for (let time = 0; time < 3; time++)
      expect([(await app.inject('/live')).statusCode, (await app.inject('/ready')).statusCode]).toEqual([200, 200]);
  });
});

describe('the log', () => {
  const KEY = 'an-idempotency-key-nobody-should-see';

  it('has one line an answer, by the route’s pattern, and nothing that opens anything', async () => {
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
    const answered = log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered');
    expect(answered.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['POST', '/v1/links', 201],
      ['GET', '/v1/links/:id', 200],
      ['POST', '/v1/links', 422],
      ['GET', '/ready', 200],
    ]);
    for (const { request_id, ms } of answered) expect([typeof request_id, typeof ms]).toEqual(['string', 'number']);
    expect(service.orders[0]!.idempotencyKey).toBe(KEY);
    for (const secret of [KEY, id, id.slice(4), ADMIN_TOKEN, 'in-query', '66.60'])
      expect(log.join('')).not.toContain(secret);
  });

  it('blots a secret out wherever somebody put it', async () => {
    const { app, service, log } = await startApp({ env });
    service.failing = new Problem('misconfigured', {
      operator: `the secret is mts_planted_secret, the token ${ADMIN_TOKEN}`,
      cause: Object.assign(new Error('refused mts_planted_secret'), {
        headers: { 'x-api-secret': 'mts_planted_secret' },
      }),
    });
    const answer = await app.inject('/v1/offers/tshirt');
    expect(log.join('')).toContain('the secret is [hidden]');
    for (const text of [log.join(''), answer.body, JSON.stringify(answer.headers)])
      expect(text).not.toMatch(/mts_planted_secret|an-operators-token/);
  });
});
