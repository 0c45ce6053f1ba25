import { V2Client } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_V2_IDS, startSandbox } from '@mytpe-pay/sandbox';
import { expect, it, onTestFinished } from 'vitest';

import { linkNamed } from '../src/upstream/v2-lookup.ts';
import { speaking } from './harness.ts';

it('finds a link behind many newer ones while MyTPE loses a fifth of its answers', async () => {
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
  await make('the-sought-one');
  await Promise.all(Array.from({ length: 1200 }, (_, index) => make(`newer-${index}`)));
  const { control } = speaking('', sandbox.url);
  await control('POST', '/faults', {
    match: { api: 'v2', method: 'GET' },
    fault: { type: 'malformed' },
    probability: 0.2,
    seed: 1,
  });
  expect((await linkNamed(client, instance, 'the-sought-one'))?.slug).toBe('the-sought-one');
  expect(await linkNamed(client, instance, 'never-made')).toBeUndefined();
}, 60_000);
