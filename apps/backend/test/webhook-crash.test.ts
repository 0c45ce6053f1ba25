import { signWebhook } from '@mytpe-pay/client/webhooks';
import { expect, it } from 'vitest';

import { eventually, speaking } from './harness.ts';
import { asked, scene, startProcess } from './killing.ts';

const SECRET = 'whsec_of-the-test-and-of-nobody-else';

it('killed after the 200 and before anything came of it: the next start works on what was kept', async () => {
  const stage = await scene({ MYTPE_WEBHOOK_SECRET: SECRET });
  const first = await startProcess(stage.env);
  const { body: link } = await speaking(first.url, stage.sandbox.url).post(
    { offer: 'donation', amount: '1500.00' },
    'key-1',
  );
  await stage.control('POST', `/links/${link.url.split('/').pop()}/pay`, {});
  // Every reading is refused before the kill, so that only what is kept can tell of the payment afterwards.
  await stage.control('POST', '/faults', {
    match: { method: 'GET', path_regex: '/links/[^/]+$' },
    fault: { type: 'status', status: 500 },
  });
  const body = JSON.stringify({
    event: 'transaction.paid',
    delivery_id: 'd-1',
    data: { metadata: { our_ref: link.id } },
  });
  const timestamp = Math.floor(Date.now() / 1000);
  const answer = await fetch(`${first.url}/webhooks/mytpe`, {
    method: 'POST',
    body,
    headers: {
      'x-mytpepay-signature': signWebhook(body, { secret: SECRET, timestamp }),
      'x-mytpepay-timestamp': String(timestamp),
    },
  });
  expect(answer.status).toBe(200);
  await first.kill();
  await stage.control('DELETE', '/faults');

  const second = speaking((await startProcess(stage.env)).url, stage.sandbox.url);
  await eventually(
    async () => (await second.get<{ paid: boolean }>(`/v1/links/${link.id}`)).body.paid,
    'the payment is seen',
    8,
  );
  expect(await asked('/api/ext/webhooks')(stage)).toBe(false);
}, 60_000);
