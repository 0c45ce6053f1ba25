import { describe, expect, it } from 'vitest';

import { APIS, type Api } from '../src/domain/api-limits.ts';
import { eventually, testClient } from './harness.ts';
import { type ProcessSetup, wasRequested, setUpProcesses, startBackendProcess } from './backend-process.ts';
import { upstreamLinks } from './signing.ts';

const ORDER = [{ offer: 'donation', amount: '1500.00' }, 'key-1'] as const;

interface Step {
  readonly name: string;
  /** Path of the POST request to MyTPE. */
  readonly path: string;
  /** The fault that slows this request down. */
  readonly fault: { readonly type: 'latency'; readonly ms: number } | { readonly type: 'slow_drip' };
}

const SLOW = { type: 'latency', ms: 1500 } as const;

/** The steps from a request to a link. */
const STEPS: Readonly<Record<Api, readonly Step[]>> = {
  ext: [
    { name: 'while the link is being created', path: '/api/ext/links', fault: SLOW },
    { name: 'between create and publish', path: '/api/ext/links/*/publish', fault: SLOW },
  ],
  v2: [
    { name: 'while the link is being created', path: '/api/v2/mytpe-pay/links/store', fault: SLOW },
    { name: 'once it can be paid', path: '/api/v2/mytpe-pay/links/store', fault: { type: 'slow_drip' } },
  ],
};
const ALL = APIS.flatMap((api) => STEPS[api].map((step) => ({ api, ...step })));

/** Kills the backend while MyTPE executes this step, then restarts it. */
async function killedDuring(
  api: Api,
  { path, fault }: Step,
): Promise<ProcessSetup & { again: ReturnType<typeof testClient> }> {
  const setup = await setUpProcesses({ MYTPE_API: api });
  await setup.control('POST', '/faults', {
    match: { method: 'POST', path_regex: `^${path.replace('*', '[^/]+')}$` },
    fault,
    times: 1,
  });
  const first = await startBackendProcess(setup.env);
  const lost = testClient(first.url, setup.sandbox.url)
    .post(...ORDER)
    .catch(() => 'no response');
  const isAtWork =
    fault.type === 'latency' ? wasRequested(path) : async (of: ProcessSetup) => (await upstreamLinks(of)).length > 0;
  await eventually(() => isAtWork(setup), 'MyTPE has the request');
  await first.kill();
  expect(await lost).toBe('no response');
  const second = await startBackendProcess(setup.env);
  return { ...setup, again: testClient(second.url, setup.sandbox.url) };
}

describe('a backend that is killed during a step, then restarted', () => {
  it.each(ALL)(
    '$api: $name: the same key gets one payable link',
    async ({ api, ...step }) => {
      const { again, ...setup } = await killedDuring(api, step);
      const response = await again.post(...ORDER);
      expect(response.body).toMatchObject({ amount: '1500.00', payable: true, status: 'active' });
      await eventually(
        async () => (await upstreamLinks(setup)).filter(({ status }) => status === 'draft').length <= 1,
        'no other draft is being published',
      );
      const published = (await upstreamLinks(setup)).filter(({ status }) => status === 'active');
      expect(published.map(({ metadata }) => metadata.our_ref)).toEqual([response.body.id]);
      expect((await again.post(...ORDER)).body.url).toBe(response.body.url);
    },
    60_000,
  );

  it('ext: between publish and its response: the same key gets the same link', async () => {
    const setup = await setUpProcesses();
    const first = await startBackendProcess(setup.env);
    // MyTPE has published the link when it begins its slow response.
    await setup.control('POST', '/faults', {
      match: { method: 'POST', path_regex: '/links/[^/]+/publish$' },
      fault: { type: 'slow_drip' },
      times: 1,
    });
    const lost = testClient(first.url, setup.sandbox.url)
      .post(...ORDER)
      .catch(() => 'no response');
    await eventually(
      async () => (await upstreamLinks(setup)).some(({ status }) => status === 'active'),
      'it is published',
    );
    await first.kill();
    expect(await lost).toBe('no response');
    await setup.control('DELETE', '/faults');
    const again = testClient((await startBackendProcess(setup.env)).url, setup.sandbox.url);
    const response = await again.post(...ORDER);
    expect(response.body).toMatchObject({ payable: true });
    const links = await upstreamLinks(setup);
    expect(links.map(({ status, metadata }) => [status, metadata.our_ref])).toEqual([['active', response.body.id]]);
  }, 60_000);

  it.each(ALL)(
    '$api: $name: finishes the link without another request, and returns it for the same key',
    async ({ api, ...step }) => {
      const { again, ...setup } = await killedDuring(api, step);
      await eventually(
        async () => (await upstreamLinks(setup)).some(({ status }) => status === 'active'),
        'the link is published without a request',
      );
      expect((await again.post(...ORDER)).status).toBe(200);
    },
    60_000,
  );
});

describe('a lost response from MyTPE', () => {
  it.each([
    ['ext', 'reset_after', '/links$'],
    ['ext', 'reset_after', '/publish$'],
    ['ext', 'reset_before', '/links$'],
    ['ext', 'malformed', '/links$'],
    ['ext', 'malformed', '/publish$'],
    ['ext', 'status', '/links$'],
    ['v2', 'reset_after', '/links/store$'],
    ['v2', 'reset_before', '/links/store$'],
    ['v2', 'malformed', '/links/store$'],
    ['v2', 'truncated', '/links/store$'],
    ['v2', 'status', '/links/store$'],
  ])(
    '%s: %s on %s: still one payable link',
    async (api, type, regex) => {
      const setup = await setUpProcesses({ MYTPE_API: api });
      await setup.control('POST', '/faults', {
        match: { method: 'POST', path_regex: regex },
        fault: { type, status: 500 },
        times: 1,
      });
      const { url } = await startBackendProcess(setup.env);
      const { post } = testClient(url, setup.sandbox.url);
      const response = await post(...ORDER);
      expect(response.body).toMatchObject({ payable: true });
      const links = await upstreamLinks(setup);
      expect(links.filter(({ status }) => status === 'active').map(({ metadata }) => metadata.our_ref)).toEqual([
        response.body.id,
      ]);
      expect(links.filter(({ status }) => status === 'draft')).toEqual([]);
    },
    60_000,
  );

  it.each(APIS)(
    '%s is down: known links are served, new links get 503 with Retry-After, and no link is lost',
    async (api) => {
      const setup = await setUpProcesses({ MYTPE_API: api });
      const { url } = await startBackendProcess(setup.env);
      const { post, get } = testClient(url, setup.sandbox.url);
      const known = await post(...ORDER);
      await setup.control('POST', '/faults', {
        match: { path_regex: '^/api/' },
        fault: { type: 'status', status: 503 },
      });
      expect((await post(...ORDER)).body.url).toBe(known.body.url);
      expect((await get(`/v1/links/${known.body.id}`)).status).toBe(200);
      const refused = await post({ offer: 'donation', amount: '2000.00' }, 'key-2');
      expect([refused.status, refused.body['code'], refused.body['retryable']]).toEqual([
        503,
        'upstream_unavailable',
        true,
      ]);
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      await setup.control('DELETE', '/faults');
      await eventually(
        async () => (await post({ offer: 'donation', amount: '2000.00' }, 'key-2')).body.payable,
        'the same key works again',
      );
      const references = (await upstreamLinks(setup))
        .filter(({ status }) => status === 'active')
        .map(({ metadata }) => metadata.our_ref);
      expect(new Set(references).size).toBe(references.length);
      expect(references).toHaveLength(2);
    },
    90_000,
  );
});
