import { signWebhook } from '@mytpe-pay/client/webhooks';
import { expect, it } from 'vitest';

import { eventually, testClient } from './harness.ts';
import { wasRequested, setUpProcesses, startBackendProcess } from './backend-process.ts';

const SECRET = 'whsec_of-the-test-and-of-nobody-else';

it('a webhook that was acknowledged before a crash is processed after the restart', async () => {
  const setup = await setUpProcesses({ MYTPE_WEBHOOK_SECRET: SECRET });
  const first = await startBackendProcess(setup.env);
  const { body: link } = await testClient(first.url, setup.sandbox.url).post(
    { offer: 'donation', amount: '1500.00' },
    'key-1',
  );
  await setup.control('POST', `/links/${link.url.split('/').pop()}/pay`, {});
  // MyTPE fails every read before the kill, so only the stored webhook can reveal the payment.
  await setup.control('POST', '/faults', {
    match: { method: 'GET', path_regex: '/links/[^/]+$' },
    fault: { type: 'status', status: 500 },
  });
  const body = JSON.stringify({
    event: 'transaction.paid',
    delivery_id: 'd-1',
    data: { metadata: { our_ref: link.id } },
  });
  const timestamp = Math.floor(Date.now() / 1000);
  const response = await fetch(`${first.url}/webhooks/mytpe`, {
    method: 'POST',
    body,
    headers: {
      'x-mytpepay-signature': signWebhook(body, { secret: SECRET, timestamp }),
      'x-mytpepay-timestamp': String(timestamp),
    },
  });
  expect(response.status).toBe(200);
  await first.kill();
  await setup.control('DELETE', '/faults');

  const second = testClient((await startBackendProcess(setup.env)).url, setup.sandbox.url);
  await eventually(
    async () => (await second.get<{ paid: boolean }>(`/v1/links/${link.id}`)).body.paid,
    'the payment is detected',
    8,
  );
  expect(await wasRequested('/api/ext/webhooks')(setup)).toBe(false);
}, 60_000);
