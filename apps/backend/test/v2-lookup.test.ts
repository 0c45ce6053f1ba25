import { V2Client } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_V2_IDS, startSandbox } from '@mytpe-pay/sandbox';
import { expect, it, onTestFinished } from 'vitest';

import { createLookup } from '../src/mytpe/v2-lookup.ts';
import { testClient } from './harness.ts';

/** An account with v2, and links in it. */
async function account() {
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
    sought: linkNamed.bind(null, instance),
  };
}

it('finds a link behind many newer ones while MyTPE loses a fifth of its answers', async () => {
  const { make, control, sought } = await account();
  await make('the-sought-one');
  await Promise.all(Array.from({ length: 1200 }, (_, index) => make(`newer-${index}`)));
  await control('POST', '/faults', {
    match: { api: 'v2', method: 'GET' },
    fault: { type: 'malformed' },
    probability: 0.2,
    seed: 1,
  });
  expect((await sought('the-sought-one'))?.slug).toBe('the-sought-one');
  expect(await sought('never-made')).toBeUndefined();
}, 60_000);

it('looks once for all who seek at the same time, and once more for all who came meanwhile', async () => {
  const { make, pages, sought } = await account();
  await Promise.all(Array.from({ length: 120 }, (_, index) => make(`link-${index}`)));
  const once = async (slug: string): Promise<number> => {
    const before = await pages();
    await sought(slug);
    return (await pages()) - before;
  };
  const whole = await once('never-made');
  expect(whole).toBeGreaterThan(1);
  const before = await pages();
  const first = sought('never-made');
  // Its look has begun: what was made since may lie behind it.
  await make('made-meanwhile');
  const others = ['made-meanwhile', 'link-0', 'link-119', 'nor-this'].map(sought);
  const found = await Promise.all([first, ...others]);
  expect(found.map((link) => link?.slug)).toEqual([undefined, 'made-meanwhile', 'link-0', 'link-119', undefined]);
  expect((await pages()) - before).toBe(2 * whole);
});

it('tells everybody when MyTPE refuses to be asked, and looks again for whoever comes then', async () => {
  const { make, control, sought } = await account();
  await make('here');
  await control('POST', '/faults', { match: { api: 'v2', method: 'GET' }, fault: { type: 'status', status: 403 } });
  const both = await Promise.allSettled([sought('here'), sought('nowhere')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await control('DELETE', '/faults');
  expect((await sought('here'))?.slug).toBe('here');
});
