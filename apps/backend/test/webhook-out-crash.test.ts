import { expect, it } from 'vitest';

import { eventually, slugOf, testClient, openStream } from './harness.ts';
import { setUpProcesses, startBackendProcess } from './backend-process.ts';
import { MERCHANT_SECRET, startMerchant, verified } from './merchant.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };

/** Starts a backend with a merchant's server at `url`, pays a link, and waits until the backend has read the payment. */
async function setUpPaidLink(url: string) {
  const env = { MERCHANT_WEBHOOK_URL: url, MERCHANT_WEBHOOK_SECRET: MERCHANT_SECRET, ADMIN_TOKEN };
  const setup = await setUpProcesses(env);
  const first = await startBackendProcess(setup.env);
  const { post, get } = testClient(first.url, setup.sandbox.url);
  const { body: link } = await post({ offer: 'tshirt' }, 'key-1');
  const leaving = new AbortController();
  await openStream(`${first.url}/v1/links/${link.id}/events`, leaving.signal);
  await setup.control('POST', `/links/${slugOf(link)}/pay`, {});
  const paid = async () => (await get<{ paid: boolean }>(`/v1/links/${link.id}`)).body.paid;
  await eventually(paid, 'the payment is detected');
  leaving.abort();
  return { ...setup, first, link };
}

it('an event that a crash left undelivered is delivered after the restart', async () => {
  const merchant = await startMerchant();
  // The merchant's server is down until the backend was killed.
  await merchant.close();
  const { first, env, link } = await setUpPaidLink(merchant.url);
  await first.kill();
  const again = await startMerchant(Number(new URL(merchant.url).port));
  await startBackendProcess(env);
  await eventually(async () => again.received.length === 2, 'both events are delivered');
  expect(again.received.map(({ event }) => [event.type, event.data.link])).toEqual([
    ['link.paid', link.id],
    ['link.closed', link.id],
  ]);
}, 60_000);

it('an event whose delivery a crash interrupted is delivered immediately after the restart, with the same id', async () => {
  const merchant = await startMerchant();
  merchant.respond = () => {};
  const { first, env } = await setUpPaidLink(merchant.url);
  await eventually(async () => merchant.received.length === 1, 'the delivery has begun');
  await first.kill();
  merchant.respond = (response) => void response.writeHead(204).end();
  const { url } = await startBackendProcess(env);
  await eventually(async () => merchant.received.length === 3, 'both events are delivered', 10);
  const [before, after, closed] = merchant.received;
  expect([after!.id, after!.body, closed!.event.type]).toEqual([before!.id, before!.body, 'link.closed']);
  expect(verified(after!)).toMatchObject({ type: 'link.paid' });
  const pending = async () =>
    /^mytpe_pay_webhooks_out_pending (\d+)$/m.exec(await (await fetch(`${url}/metrics`, { headers })).text())?.[1];
  await eventually(async () => (await pending()) === '0', 'no event is pending');
}, 60_000);
