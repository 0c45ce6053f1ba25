import { describe, expect, it } from 'vitest';

import type { Api } from '../src/domain/api-limits.ts';
import { eventually, testClient } from './harness.ts';
import { type ProcessSetup, wasRequested, setUpProcesses, startBackendProcess } from './backend-process.ts';
import { INVOICE, OFFER_TOKEN_KEYS, token, upstreamLinks } from './signing.ts';

const payable = async (setup: ProcessSetup) => (await upstreamLinks(setup)).filter(({ status }) => status === 'active');

/** Asks for an order's first link, then for another amount; the backend is killed while MyTPE does what is named. */
async function killedWhileReplacing(api: Api, regex: string, path: string) {
  const setup = await setUpProcesses({ MYTPE_API: api, OFFER_TOKEN_KEYS });
  const offerToken = await token(INVOICE);
  const asking = async (amount: string) => {
    const { url } = await startBackendProcess(setup.env);
    return testClient(url, setup.sandbox.url).post({ offer_token: offerToken, amount }, `key-${amount}`);
  };
  const first = await startBackendProcess(setup.env);
  const { post } = testClient(first.url, setup.sandbox.url);
  await post({ offer_token: offerToken, amount: '500.00' }, 'key-500.00');
  // Earlier requests do not count.
  await setup.control('DELETE', '/requests');
  await setup.control('POST', '/faults', {
    match: { method: 'POST', path_regex: regex },
    fault: { type: 'latency', ms: 1500 },
    times: 1,
  });
  const lost = post({ offer_token: offerToken, amount: '700.00' }, 'key-700.00').catch(() => 'no response');
  await eventually(() => wasRequested(path)(setup), 'MyTPE is at work');
  await first.kill();
  expect(await lost).toBe('no response');
  expect((await payable(setup)).length).toBeLessThanOrEqual(1);
  return { setup, asking };
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
        const { setup, asking } = await killedWhileReplacing(api, regex, path);
        const response = await asking(amount);
        expect(response.body).toMatchObject({ amount, payable: true });
        expect((await payable(setup)).map((link) => [link.amount, link.metadata.our_ref])).toEqual([
          [amount, response.body.id],
        ]);
      }
    },
    90_000,
  );
});
