import { describe, expect, it } from 'vitest';

import { CALLS, callOf, outcomeOf } from '../../src/metrics/prometheus.ts';
import { ANNOUNCE_SECRET, announce } from '../announce.ts';
import { type System, eventually, slugOf, startSystem, openStream } from '../harness.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };

/** Returns the value of every sample by its name and labels. */
async function samples({ url }: System): Promise<Map<string, number>> {
  const text = await (await fetch(`${url}/metrics`, { headers: operator })).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('/metrics', () => {
  it('returns 404 without ADMIN_TOKEN, and requires the token', async () => {
    const without = await startSystem();
    expect((await fetch(`${without.url}/metrics`, { headers: operator })).status).toBe(404);
    const { url, logs } = await startSystem({ ADMIN_TOKEN });
    for (const headers of [{}, { authorization: `Bearer ${ADMIN_TOKEN}x` }, { authorization: ADMIN_TOKEN }]) {
      const refused = await fetch(`${url}/metrics`, { headers: headers as Record<string, string> });
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="MyTPE Pay"']);
    }
    const known = await fetch(`${url}/metrics`, { headers: operator });
    expect([known.status, known.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
    expect(logs.join('')).not.toContain(ADMIN_TOKEN);
  });

  it('counts events, with labels from closed lists only', async () => {
    const system = await startSystem({ ADMIN_TOKEN });
    const link = (await system.post({ offer: 'tshirt' }, 'key-1')).body;
    await system.post({ offer: 'invoice' }, 'key-2');
    await system.get('/v1/links/chosen-by-a-visitor');
    await system.get('/chosen/by/a/visitor?planted=1');
    await system.get('/v1/offers/%zz');
    await fetch(`${system.url}/v1/links`, { method: 'PROPFIND' });
    // A link that a client watches is read immediately.
    const leaving = new AbortController();
    await openStream(`${system.url}/v1/links/${link.id}/events`, leaving.signal);
    await system.control('POST', `/links/${slugOf(link)}/pay`, {});
    await eventually(
      async () => (await samples(system)).get('mytpe_pay_payments_seen_total{scope="payer"}') === 1,
      'the payment is counted',
    );
    const seen = await samples(system);
    expect(Object.fromEntries(seen)).toMatchObject({
      'mytpe_pay_http_requests_total{route="/v1/links",method="POST",status="201"}': 1,
      'mytpe_pay_http_requests_total{route="/v1/links",method="POST",status="422"}': 1,
      'mytpe_pay_http_requests_total{route="/v1/links/:id",method="GET",status="404"}': 1,
      'mytpe_pay_http_requests_total{route="(none)",method="GET",status="404"}': 1,
      'mytpe_pay_http_request_duration_seconds_count{route="/v1/links",method="POST"}': 2,
      'mytpe_pay_upstream_requests_total{call="create",outcome="ok",method="POST",status="201"}': 1,
      'mytpe_pay_links_issued_total{outcome="created"}': 1,
      'mytpe_pay_upstream_circuit_state{state="closed"}': 1,
      'mytpe_pay_upstream_circuit_state{state="open"}': 0,
      mytpe_pay_event_streams_open: 1,
      mytpe_pay_due_reads_lag_seconds: expect.any(Number) as number,
      process_cpu_seconds_total: expect.any(Number) as number,
    });
    leaving.abort();
    expect([...seen.keys()].join('\n')).not.toMatch(/visitor|planted|PROPFIND|key-1|lnk_|127\.0/);
  }, 30_000);

  it('counts each payment of a shared link', async () => {
    const system = await startSystem({ ADMIN_TOKEN, MYTPE_WEBHOOK_SECRET: ANNOUNCE_SECRET });
    const link = (await system.post({ offer: 'pay-us' })).body;
    const seen = async () => (await samples(system)).get('mytpe_pay_payments_seen_total{scope="shared"}');
    const rounds: readonly (readonly [pays: number, total: number])[] = [
      [1, 1],
      [2, 3],
    ];
    for (const [pays, total] of rounds) {
      for (let time = 0; time < pays; time++) await system.control('POST', `/links/${slugOf(link)}/pay`, {});
      await announce(system.url, link.id);
      await eventually(async () => (await seen()) === total, `${total} payments are counted`);
    }
  }, 30_000);

  it('counts the open streams', async () => {
    const system = await startSystem({ ADMIN_TOKEN });
    const { id } = (await system.post({ offer: 'tshirt' }, 'key-1')).body;
    const leaving = new AbortController();
    const streams = await Promise.all(
      [1, 2].map(() => fetch(`${system.url}/v1/links/${id}/events`, { signal: leaving.signal })),
    );
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    await system.get('/v1/links/lnk_nobody/events');
    expect((await samples(system)).get('mytpe_pay_event_streams_open')).toBe(2);
    leaving.abort();
    await eventually(async () => (await samples(system)).get('mytpe_pay_event_streams_open') === 0, 'both are closed');
    const durations = [...(await samples(system)).keys()].filter((name) => /duration.*events/.test(name));
    expect(durations.filter((name) => name.includes('status="200"'))).toEqual([]);
  });

  it('shows that MyTPE is down', async () => {
    const system = await startSystem({ ADMIN_TOKEN, CREATE_WAIT_MS: '1000', UPSTREAM_CONCURRENCY: '10' });
    expect((await system.post({ offer: 'tshirt' }, 'key-0')).status).toBe(201);
    await system.sandbox.close();
    const open = async () => (await samples(system)).get('mytpe_pay_upstream_circuit_state{state="open"}') === 1;
    const keys = ['1', '2', '3', '4', '5', '6'];
    await eventually(async () => {
      await Promise.all(keys.map((key) => system.post({ offer: 'tshirt' }, key)));
      return open();
    }, 'the circuit breaker opens');
    const seen = [...(await samples(system)).keys()];
    expect(seen.some((name) => name.includes('outcome="no_answer"') && name.includes('status="none"'))).toBe(true);
    expect(seen).toContain('mytpe_pay_links_issued_total{outcome="upstream_unavailable"}');
  }, 40_000);
});

it.each([
  ['POST', '/links', 'create'],
  ['GET', '/links', 'list'],
  ['GET', '/links/abc', 'read'],
  ['PUT', '/links/abc', 'update'],
  ['POST', '/links/abc/publish', 'publish'],
  ['POST', '/links/abc/resume', 'resume'],
  ['POST', '/links/abc/create', 'other'],
  ['GET', '/instances/abc', 'instances'],
  ['POST', '/links/store', 'create'],
  ['POST', '/links/update/abc', 'update'],
  ['POST', '/links/abc/toggle-status', 'switch'],
  ['GET', '/abc/links', 'list'],
  ['GET', '/active', 'instances'],
  ['GET', '/kyc/abc', 'other'],
])('%s %s has the call label %s', (method, path, call) => {
  expect(callOf(method, path)).toBe(call);
  expect(CALLS).toContain(call);
});

it.each([
  [undefined, 'no_answer'],
  [201, 'ok'],
  [404, 'refused'],
  [429, 'rate_limited'],
  [503, 'failed'],
])('a response with status %s has the outcome %s', (status, outcome) => expect(outcomeOf(status)).toBe(outcome));
