import { describe, expect, it } from 'vitest';

import { startSystem } from './harness.ts';

const CREATE = ['POST', '/api/ext/links'] as const;

describe('the read limit', () => {
  it('allows 600 reads per minute from one address by default, then returns 429 with Retry-After', async () => {
    const system = await startSystem({ MAX_READS_PER_MINUTE: '' });
    const statuses: number[] = [];
    for (let batch = 0; batch < 13; batch += 1) {
      const responses = await Promise.all(Array.from({ length: 50 }, () => fetch(`${system.url}/v1/offers/tshirt`)));
      for (const response of responses) {
        await response.arrayBuffer();
        statuses.push(response.status);
      }
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(600);
    expect(statuses.slice(600)).toEqual(Array<number>(50).fill(429));
    const { headers, body } = await system.get<Record<string, unknown>>('/v1/offers/tshirt');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(body).toMatchObject({ code: 'rate_limited', retryable: true });
    expect((await system.post({ offer: 'tshirt' }, 'key-1')).status).toBe(429);
    expect(await system.calls(...CREATE)).toBe(0);
    for (const path of ['/live', '/ready', '/mytpe-pay-button.js', '/integrity.json'])
      expect([path, (await fetch(system.url + path)).status]).toEqual([path, 200]);
  });

  it('counts an IPv6 /64 as one client, and ignores X-Forwarded-For from an untrusted proxy', async () => {
    const trusting = await startSystem({ MAX_READS_PER_MINUTE: '1', TRUST_PROXY: '127.0.0.1' });
    const from = async (address: string) =>
      (await trusting.get('/v1/offers/tshirt', { 'x-forwarded-for': address })).status;
    expect([await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8:0:1::1')]).toEqual([
      200, 429, 200,
    ]);
    const direct = await startSystem({ MAX_READS_PER_MINUTE: '1' });
    const ask = async (address: string) =>
      (await direct.get('/v1/offers/tshirt', { 'x-forwarded-for': address })).status;
    expect([await ask('197.200.1.1'), await ask('197.200.1.2')]).toEqual([200, 429]);
  });
});
