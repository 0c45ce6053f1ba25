import { describe, expect, it } from 'vitest';

import { createReadLimit } from '../../src/http/limits.ts';
import { startApp } from './in-memory-service.ts';

describe('the read limit', () => {
  it('refuses a network beyond its limit, with Retry-After', () => {
    let now = 0;
    const limit = createReadLimit(2, () => now).count;
    const ask = (ip: string) => limit({ ip } as never)?.details.retryAfter;
    expect([ask('197.200.1.2'), ask('197.200.1.2'), ask('197.200.1.3')]).toEqual([undefined, undefined, undefined]);
    now = 45_000;
    expect(ask('197.200.1.2')).toBe(15);
    // A household usually has a whole /64.
    expect([ask('2001:db8::1'), ask('2001:db8::2'), ask('2001:db8::3')]).toEqual([undefined, undefined, 60]);
    now = 60_000;
    expect(ask('197.200.1.2')).toBeUndefined();
  });

  it('counts a bounded number of networks and forgets the oldest', () => {
    const limit = createReadLimit(1, () => 0).count;
    const ask = (n: number) => limit({ ip: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` } as never);
    for (let n = 0; n < 20_000; n += 1) ask(n);
    expect([ask(0), ask(19_999)].map((refusal) => refusal?.code)).toEqual(['rate_limited', 'rate_limited']);
    ask(20_000);
    expect([ask(0)?.code, ask(19_999)?.code]).toEqual([undefined, 'rate_limited']);
  });

  it('can be checked without counting', () => {
    let now = 0;
    const limit = createReadLimit(2, () => now);
    const request = { ip: '197.200.1.2' } as never;
    const check = () => limit.check(request)?.details.retryAfter;
    expect([check(), limit.count(request), check(), limit.count(request), check()]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      60,
    ]);
    now = 60_000;
    expect(check()).toBeUndefined();
  });

  it('sends an error page to a browser', async () => {
    const { app } = await startApp({ env: { MAX_READS_PER_MINUTE: '1' } });
    const open = async (accept: string) => app.inject({ url: '/', headers: { accept, 'accept-language': 'en' } });
    expect((await open('text/html')).statusCode).toBe(200);
    const page = await open('text/html');
    expect([page.statusCode, page.headers['retry-after'], page.headers['content-language']]).toEqual([429, '60', 'en']);
    expect(page.body).toContain('Too many requests');
    expect((await open('*/*')).json()).toMatchObject({ code: 'rate_limited' });
  });

  it.each([
    ['no proxy is trusted', {}, [200, 429]],
    ['the proxy is trusted', { TRUST_PROXY: '127.0.0.1' }, [200, 200]],
    ['another proxy is trusted', { TRUST_PROXY: '10.0.0.1' }, [200, 429]],
  ])('counts the right address when %s', async (_name, env, expected) => {
    const { app } = await startApp({ env: { ...env, MAX_READS_PER_MINUTE: '1' } });
    const from = (address: string) => app.inject({ url: '/v1/offers/tshirt', headers: { 'x-forwarded-for': address } });
    expect([(await from('197.200.1.2')).statusCode, (await from('197.200.1.3')).statusCode]).toEqual(expected);
  });
});
