import { describe, expect, it } from 'vitest';

import type { Api } from '../src/domain/api-limits.ts';
import { eventually, speaking } from './harness.ts';
import { type Scene, asked, linksOf, scene, startProcess } from './killing.ts';
import { INVOICE, OFFER_TOKEN_KEYS, token } from './signing.ts';

const payable = async (stage: Scene) => (await linksOf(stage)).filter(({ status }) => status === 'active');

/** Asks for an order's first link, then for another amount; the backend is killed while MyTPE does what is named. */
async function killedWhileReplacing(api: Api, regex: string, path: string) {
  const stage = await scene({ MYTPE_API: api, OFFER_TOKEN_KEYS });
  const offerToken = await token(INVOICE);
  const asking = async (amount: string) => {
    const { url } = await startProcess(stage.env);
    return speaking(url, stage.sandbox.url).post({ offer_token: offerToken, amount }, `key-${amount}`);
  };
  const first = await startProcess(stage.env);
  const { post } = speaking(first.url, stage.sandbox.url);
  await post({ offer_token: offerToken, amount: '500.00' }, 'key-500.00');
  // Earlier requests do not count.
  await stage.control('DELETE', '/requests');
  await stage.control('POST', '/faults', {
    match: { method: 'POST', path_regex: regex },
    fault: { type: 'latency', ms: 1500 },
    times: 1,
  });
  const lost = post({ offer_token: offerToken, amount: '700.00' }, 'key-700.00').catch(() => 'no answer');
  await eventually(() => asked(path)(stage), 'MyTPE is at work');
  await first.kill();
  expect(await lost).toBe('no answer');
  expect((await payable(stage)).length).toBeLessThanOrEqual(1);
  return { stage, asking };
}

describe('killed while an order changes its link, and started again', () => {
  it.each([
    ['ext', '/pause$', '/api/ext/links/*/pause'],
    ['ext', '/archive$', '/api/ext/links/*/archive'],
    ['ext', '/links$', '/api/ext/links'],
    ['ext', '/publish$', '/api/ext/links/*/publish'],
    // After v2's own switch a crash is waited out: see leases.test.ts.
    ['v2', '/links/store$', '/api/v2/mytpe-pay/links/store'],
  ] as const)(
    '%s, during %s: whichever amount is asked for then is the one that can be paid',
    async (api, regex, path) => {
      for (const amount of ['700.00', '500.00']) {
        const { stage, asking } = await killedWhileReplacing(api, regex, path);
        const answer = await asking(amount);
        expect(answer.body).toMatchObject({ amount, payable: true });
        expect((await payable(stage)).map((link) => [link.amount, link.metadata.our_ref])).toEqual([
          [amount, answer.body.id],
        ]);
      }
    },
    90_000,
  );
});
