import { describe, expect, it } from 'vitest';

import type { LinkInput, RequestLogEvent } from '../src/index.ts';
import { NOW } from './fake-timing.ts';
import { failureOf, useHarness } from './harness.ts';
import { LINK, ME, UNAUTHORIZED } from './samples.ts';
import { bytes, hangUp, json, silence } from './scripted-server.ts';

const harness = useHarness();

const ORDER: LinkInput = {
  payment_instance_id: 'i1',
  title: 'Order',
  amount_mode: 'fixed',
  amount: 100,
  usage_mode: 'one_shot',
};
const ok = json(200, { data: ME });

describe('a read', () => {
  it.each([
    ['429', json(429, { message: 'Slow down.' })],
    ['500', bytes(500, '<h1>Oops</h1>')],
    ['503', json(503, { message: 'Back soon.' })],
    ['a broken connection', hangUp],
  ])('is retried after %s', async (_what, step) => {
    harness.server.script(step, step, ok);
    expect(await harness.client().me()).toMatchObject({ email: ME.email });
    expect(harness.timing.pauses).toEqual([1_000, 2_000]);
  });

  it('is retried after a timeout', async () => {
    harness.server.script(silence, ok);
    const call = harness.client().me();
    await harness.server.seen(1);
    harness.timing.expire(10_000);
    expect(await call).toMatchObject({ email: ME.email });
  });

  it('fails with the last error when no attempts are left', async () => {
    harness.server.script(json(500, {}), json(502, {}), json(503, {}));
    expect(await failureOf(harness.client().me())).toMatchObject({ status: 503, outcome: undefined });
    expect(harness.server.received).toHaveLength(3);
  });

  it('pauses longer before each attempt', async () => {
    harness.server.script(...Array(5).fill(json(500, {})));
    await failureOf(harness.client({ tries: 5 }).me());
    expect(harness.timing.pauses).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  it.each([
    ['401', json(401, UNAUTHORIZED)],
    ['404', json(404, {})],
    ['a body of the wrong shape', json(200, { data: {} })],
  ])('is not retried after %s', async (_what, step) => {
    harness.server.script(step);
    await failureOf(harness.client().me());
    expect(harness.server.received).toHaveLength(1);
  });
});

describe('a write', () => {
  it('is retried after 429, because nothing was done', async () => {
    harness.server.script(json(429, {}), json(201, { data: LINK }));
    expect(await harness.client().links.create(ORDER)).toMatchObject({ id: LINK.id });
  });

  it('that always got 429 was not carried out', async () => {
    harness.server.script(json(429, {}), json(429, {}), json(429, {}));
    expect(await failureOf(harness.client().links.create(ORDER))).toMatchObject({ status: 429, outcome: 'rejected' });
  });

  it('that was accepted is not sent again if reading back fails', async () => {
    harness.server.script(json(200, {}), json(500, {}), json(200, { data: { ...LINK, status: 'active' } }));
    expect(await harness.client().links.publish('l1')).toMatchObject({ status: 'active' });
    expect(harness.server.received.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });
});

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    [new Date(NOW + 9_000).toUTCString(), 9_000],
    ['0', 1_000],
    [new Date(NOW - 60_000).toUTCString(), 1_000],
    ['soon', 1_000],
    ['-5', 1_000],
  ])('%j delays the next attempt', async (header, pause) => {
    harness.server.script(json(429, {}, { 'retry-after': header }), ok);
    await harness.client().me();
    expect(harness.timing.pauses).toEqual([pause]);
  });

  it('beyond 30 s is left to the caller', async () => {
    harness.server.script(json(503, {}, { 'retry-after': '31' }));
    expect(await failureOf(harness.client().me())).toMatchObject({ status: 503, retryAfterMs: 31_000 });
    expect(harness.server.received).toHaveLength(1);
  });

  it('beyond the deadline is not waited for', async () => {
    harness.server.script(json(503, {}, { 'retry-after': '20' }));
    expect(await failureOf(harness.client().me({ deadlineMs: 15_000 }))).toMatchObject({ status: 503 });
    expect(harness.timing.pauses).toEqual([]);
    expect(harness.server.received).toHaveLength(1);
  });
});

describe('onRequest', () => {
  it('is called for every attempt', async () => {
    const events: RequestLogEvent[] = [];
    harness.server.script(hangUp, json(200, { data: LINK }, { 'x-request-id': 'req-1' }));
    await harness.client({ onRequest: (event) => events.push(event) }).links.get('a/b');
    const request = { method: 'GET', path: '/links/a%2Fb', ms: 0 };
    expect(events).toEqual([
      { ...request, status: undefined, try: 1, requestId: undefined },
      { ...request, status: 200, try: 2, requestId: 'req-1' },
    ]);
  });

  it('cannot make a call fail', async () => {
    harness.server.script(json(201, { data: LINK }));
    const onRequest = () => {
      throw new Error('log is full');
    };
    expect(await harness.client({ onRequest }).links.create(ORDER)).toMatchObject({ id: LINK.id });
  });
});
