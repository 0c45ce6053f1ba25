import { signWebhook } from '@mytpe-pay/client/webhooks';

/** `MYTPE_WEBHOOK_SECRET` of a backend that {@link announce} delivers to. */
export const ANNOUNCE_SECRET = 'whsec_of-the-tests-and-of-nothing-else';

let announced = 0;

/** Delivers a webhook from MyTPE about a link. The backend then reads the link immediately. */
export async function announce(url: string, id: string): Promise<void> {
  const body = JSON.stringify({
    event: 'transaction.paid',
    delivery_id: `announced-${announced++}`,
    data: { metadata: { our_ref: id } },
  });
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    'x-mytpepay-signature': signWebhook(body, { secret: ANNOUNCE_SECRET, timestamp }),
    'x-mytpepay-timestamp': String(timestamp),
  };
  const response = await fetch(`${url}/webhooks/mytpe`, { method: 'POST', body, headers });
  if (!response.ok) throw new Error(`the webhook was refused with ${response.status}`);
}
