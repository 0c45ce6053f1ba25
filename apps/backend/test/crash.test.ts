import { describe, expect, it } from 'vitest';

import { APIS, type Api } from '../src/domain/api-limits.ts';
import { eventually, speaking } from './harness.ts';
import { type Scene, asked, linksOf, scene, startProcess } from './killing.ts';

const ORDER = [{ offer: 'donation', amount: '1500.00' }, 'key-1'] as const;

interface Step {
  readonly name: string;
  /** Path of the POST request to MyTPE. */
  readonly path: string;
  /** The request that makes the link permanent. */
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

/** Kills the backend while MyTPE is at this step, and starts it again. */
async function killedDuring(api: Api, { path, fault }: Step): Promise<Scene & { again: ReturnType<typeof speaking> }> {
  const stage = await scene({ MYTPE_API: api });
  await stage.control('POST', '/faults', {
    match: { method: 'POST', path_regex: `^${path.replace('*', '[^/]+')}$` },
    fault,
    times: 1,
  });
  const first = await startProcess(stage.env);
  const lost = speaking(first.url, stage.sandbox.url)
    .post(...ORDER)
    .catch(() => 'no answer');
  const isAtWork = fault.type === 'latency' ? asked(path) : async (of: Scene) => (await linksOf(of)).length > 0;
  await eventually(() => isAtWork(stage), 'MyTPE is at work');
  await first.kill();
  expect(await lost).toBe('no answer');
  const second = await startProcess(stage.env);
  return { ...stage, again: speaking(second.url, stage.sandbox.url) };
}

describe('killed at the worst moment, and started again', () => {
  it.each(ALL)(
    '$api: $name: the same key gets one payable link',
    async ({ api, ...step }) => {
      const { again, ...stage } = await killedDuring(api, step);
      const answer = await again.post(...ORDER);
      expect(answer.body).toMatchObject({ amount: '1500.00', payable: true, status: 'active' });
      await eventually(
        async () => (await linksOf(stage)).filter(({ status }) => status === 'draft').length <= 1,
        'nothing else is on its way',
      );
      const published = (await linksOf(stage)).filter(({ status }) => status === 'active');
      expect(published.map(({ metadata }) => metadata.our_ref)).toEqual([answer.body.id]);
      expect((await again.post(...ORDER)).body.url).toBe(answer.body.url);
    },
    60_000,
  );

  it('ext: between publish and its response: the same key gets the same link', async () => {
    const stage = await scene();
    const first = await startProcess(stage.env);
    // MyTPE has published when its response begins, which then takes long.
    await stage.control('POST', '/faults', {
      match: { method: 'POST', path_regex: '/links/[^/]+/publish$' },
      fault: { type: 'slow_drip' },
      times: 1,
    });
    const lost = speaking(first.url, stage.sandbox.url)
      .post(...ORDER)
      .catch(() => 'no answer');
    await eventually(async () => (await linksOf(stage)).some(({ status }) => status === 'active'), 'it is published');
    await first.kill();
    expect(await lost).toBe('no answer');
    await stage.control('DELETE', '/faults');
    const again = speaking((await startProcess(stage.env)).url, stage.sandbox.url);
    const answer = await again.post(...ORDER);
    expect(answer.body).toMatchObject({ payable: true });
    const links = await linksOf(stage);
    expect(links.map(({ status, metadata }) => [status, metadata.our_ref])).toEqual([['active', answer.body.id]]);
  }, 60_000);

  it.each(ALL)(
    '$api: $name: finishes it by itself, and knows every old link',
    async ({ api, ...step }) => {
      const { again, ...stage } = await killedDuring(api, step);
      await eventually(
        async () => (await linksOf(stage)).some(({ status }) => status === 'active'),
        'the link is published without being asked for',
      );
      expect((await again.post(...ORDER)).status).toBe(200);
    },
    60_000,
  );
});

describe('a response of MyTPE that was lost', () => {
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
      const stage = await scene({ MYTPE_API: api });
      await stage.control('POST', '/faults', {
        match: { method: 'POST', path_regex: regex },
        fault: { type, status: 500 },
        times: 1,
      });
      const { url } = await startProcess(stage.env);
      const { post } = speaking(url, stage.sandbox.url);
      const answer = await post(...ORDER);
      expect(answer.body).toMatchObject({ payable: true });
      const links = await linksOf(stage);
      expect(links.filter(({ status }) => status === 'active').map(({ metadata }) => metadata.our_ref)).toEqual([
        answer.body.id,
      ]);
      expect(links.filter(({ status }) => status === 'draft')).toEqual([]);
    },
    60_000,
  );

  it.each(APIS)(
    '%s down: known links are served, new ones say when to come back, nothing is lost',
    async (api) => {
      const stage = await scene({ MYTPE_API: api });
      const { url } = await startProcess(stage.env);
      const { post, get } = speaking(url, stage.sandbox.url);
      const known = await post(...ORDER);
      await stage.control('POST', '/faults', {
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
      await stage.control('DELETE', '/faults');
      await eventually(
        async () => (await post({ offer: 'donation', amount: '2000.00' }, 'key-2')).body.payable,
        'the same key works again',
      );
      const references = (await linksOf(stage))
        .filter(({ status }) => status === 'active')
        .map(({ metadata }) => metadata.our_ref);
      expect(new Set(references).size).toBe(references.length);
      expect(references).toHaveLength(2);
    },
    90_000,
  );
});
