import { V2Client } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_V2_IDS, startSandbox } from '@mytpe-pay/sandbox';
import { expect, it, onTestFinished } from 'vitest';

import { createLookup } from '../src/mytpe/v2-lookup.ts';
import { testClient } from './harness.ts';

/** Starts a v2 sandbox with a client and a link lookup. */
async function setUp() {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const credentials = { key: SANDBOX_KEY, secret: SANDBOX_SECRET };
  const client = new V2Client({ baseUrl: sandbox.v2BaseUrl, credentials, maxConcurrent: 20 });
  onTestFinished(() => client.close());
  const instance = SEEDED_V2_IDS.activeInstance;
  const make = (slug: string) =>
    client.links.create({
      mytpe_pay_id: instance,
      title: 'Don',
      pricing: 'FIXED',
      amount: 100_000,
      payment_mode: 'one_shot',
      slug,
    });
  const linkNamed = createLookup(client);
  const { control, calls } = testClient('', sandbox.url);
  return {
    make,
    control,
    pages: () => calls('GET', '/api/v2/mytpe-pay/*/links'),
    lookUp: linkNamed.bind(null, instance),
  };
}

it('finds a link behind many newer links while a fifth of MyTPE’s responses are malformed', async () => {
  const { make, control, lookUp } = await setUp();
  await make('the-link');
  await Promise.all(Array.from({ length: 1200 }, (_, index) => make(`newer-${index}`)));
  await control('POST', '/faults', {
    match: { api: 'v2', method: 'GET' },
    fault: { type: 'malformed' },
    probability: 0.2,
    seed: 1,
  });
  expect((await lookUp('the-link'))?.slug).toBe('the-link');
  expect(await lookUp('never-made')).toBeUndefined();
}, 60_000);

it('searches once for concurrent callers, and once more for callers that arrive during the search', async () => {
  const { make, pages, lookUp } = await setUp();
  await Promise.all(Array.from({ length: 120 }, (_, index) => make(`link-${index}`)));
  const once = async (slug: string): Promise<number> => {
    const before = await pages();
    await lookUp(slug);
    return (await pages()) - before;
  };
  const whole = await once('never-made');
  expect(whole).toBeGreaterThan(1);
  const before = await pages();
  const first = lookUp('never-made');
  // The first search has begun. It may have passed the page where a newer link appears.
  await make('made-meanwhile');
  const others = ['made-meanwhile', 'link-0', 'link-119', 'nor-this'].map(lookUp);
  const found = await Promise.all([first, ...others]);
  expect(found.map((link) => link?.slug)).toEqual([undefined, 'made-meanwhile', 'link-0', 'link-119', undefined]);
  expect((await pages()) - before).toBe(2 * whole);
});

it('rejects all callers when MyTPE refuses the search, and searches again for later callers', async () => {
  const { make, control, lookUp } = await setUp();
  await make('here');
  await control('POST', '/faults', { match: { api: 'v2', method: 'GET' }, fault: { type: 'status', status: 403 } });
  const both = await Promise.allSettled([lookUp('here'), lookUp('nowhere')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await control('DELETE', '/faults');
  expect((await lookUp('here'))?.slug).toBe('here');
});
