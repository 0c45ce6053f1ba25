import { describe, expect, it } from 'vitest';

import type { Api } from '../src/domain/api-limits.ts';
import { eventually, testClient } from './harness.ts';
import { type ProcessSetup, wasRequested, setUpProcesses, startBackendProcess } from './backend-process.ts';
import { INVOICE, OFFER_TOKEN_KEYS, token, upstreamLinks } from './signing.ts';

const payable = async (setup: ProcessSetup) => (await upstreamLinks(setup)).filter(({ status }) => status === 'active');

/** Requests an order's link, then a link of another amount. Kills the backend while MyTPE executes the call at `path`. */
async function killedWhileReplacing(api: Api, regex: string, path: string) {
  const setup = await setUpProcesses({ MYTPE_API: api, OFFER_TOKEN_KEYS });
  const offerToken = await token(INVOICE);
  const request = async (amount: string) => {
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
  await eventually(() => wasRequested(path)(setup), 'MyTPE has the request');
  await first.kill();
  expect(await lost).toBe('no response');
  expect((await payable(setup)).length).toBeLessThanOrEqual(1);
  return { setup, request };
}

describe('a backend that is killed while it replaces an order’s link, then restarted', () => {
  it.each([
    ['ext', '/pause$', '/api/ext/links/*/pause'],
    ['ext', '/archive$', '/api/ext/links/*/archive'],
    ['ext', '/links$', '/api/ext/links'],
    ['ext', '/publish$', '/api/ext/links/*/publish'],
    // After v2's toggle request the next process waits instead: see leases.test.ts.
    ['v2', '/links/store$', '/api/v2/mytpe-pay/links/store'],
  ] as const)(
    '%s, killed during %s: only the amount requested next can be paid',
    async (api, regex, path) => {
      for (const amount of ['700.00', '500.00']) {
        const { setup, request } = await killedWhileReplacing(api, regex, path);
        const response = await request(amount);
        expect(response.body).toMatchObject({ amount, payable: true });
        expect((await payable(setup)).map((link) => [link.amount, link.metadata.our_ref])).toEqual([
          [amount, response.body.id],
        ]);
      }
    },
    90_000,
  );
});
