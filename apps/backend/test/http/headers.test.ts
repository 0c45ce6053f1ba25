import { expect, it } from 'vitest';

import { startSystem } from '../harness.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
type Paths = Record<string, Record<string, object>>;

it('every response of every route has nosniff, and every page has its policy', async () => {
  const { url, get, post } = await startSystem({ ADMIN_TOKEN });
  const { id } = (await post({ offer: 'tshirt' }, 'key-1')).body;
  const { paths } = (await get<{ paths: Paths }>('/openapi.json')).body;
  const parts: Record<string, string> = { id, offer: 'tshirt', version: '0.1.0', file: 'mytpe-pay-button.js' };
  const seen = [];
  for (const [path, methods] of Object.entries(paths))
    for (const method of Object.keys(methods))
      for (const authorization of [`Bearer ${ADMIN_TOKEN}`, 'Bearer wrong']) {
        const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          path.startsWith('/v1/offers') ? 'tshirt' : parts[name]!,
        );
        const leaving = new AbortController();
        const init = {
          method,
          headers: { authorization, accept: 'text/html' },
          redirect: 'manual',
          signal: leaving.signal,
        } as const;
        const { status, headers } = await fetch(url + address, init);
        leaving.abort();
        seen.push(status);
        expect([method, path, status, headers.get('x-content-type-options')]).toEqual([
          method,
          path,
          status,
          'nosniff',
        ]);
        if (!headers.get('content-type')?.startsWith('text/html')) continue;
        const policy = headers.get('content-security-policy') ?? '';
        expect([path, policy]).toEqual([path, expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/)]);
        expect([path, policy.includes('unsafe')]).toEqual([path, false]);
        expect([path, headers.get('cross-origin-opener-policy')]).toEqual([path, 'same-origin']);
        expect([path, headers.get('permissions-policy')]).toEqual([
          path,
          expect.stringMatching(/camera=\(\).*payment=\(\)/),
        ]);
      }
  expect(seen).toEqual(expect.arrayContaining([200, 400, 401]));
  expect(seen.filter((status) => status >= 500)).toEqual([]);
}, 30_000);

it('a response without a route has nosniff too', async () => {
  const { url } = await startSystem();
  for (const path of ['/nothing', '/v1/nothing', '/v1/links/%ff', '/%'])
    expect([path, (await fetch(url + path)).headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
});
