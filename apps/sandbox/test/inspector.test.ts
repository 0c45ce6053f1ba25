import { expect, it } from 'vitest';

import { ORDER, openShop, send } from './shop.ts';
import { openReceiver } from './receiver.ts';
import { openWebhookShop } from './webhook-shop.ts';

/** Reads a stream of events until one with this name arrives. */
async function eventOf(response: Response, name: string): Promise<string> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const data = new RegExp(`event: ${name}\ndata: (.*)\n`).exec(text)?.[1];
    if (data !== undefined) return data;
  }
  throw new Error(`The stream ended without ${name}: ${text}`);
}

it('notifies its listeners of changes and of the time', async () => {
  const shop = await openShop();
  const listen = (): Promise<Response> => fetch(`${shop.sandbox.url}/_sandbox/changes`);
  const changes = await listen();
  expect(changes.headers.get('content-type')).toBe('text/event-stream');
  const changed = eventOf(changes, 'changed');
  await shop.draft();
  await changed;
  expect(await eventOf(await listen(), 'clock')).toBe('2026-06-09T12:00:00.000Z');
});

it('ends its streams when the sandbox stops', async () => {
  const shop = await openShop();
  const changes = await fetch(`${shop.sandbox.url}/_sandbox/changes`);
  await shop.sandbox.close();
  await changes.text();
});

it('shows the request and response of a call, with masked secrets', async () => {
  const shop = await openShop();
  await shop.draft();
  await shop.api('POST', '/webhooks', { url: 'https://example.com/hooks' });
  const [order, webhook] = [await shop.control('GET', '/exchanges/1'), await shop.control('GET', '/exchanges/2')];
  expect(JSON.parse(order.body.request)).toEqual(ORDER);
  expect(JSON.parse(order.body.response).data).toMatchObject({ title: ORDER.title, status: 'draft' });
  expect(JSON.parse(webhook.body.response).data).toMatchObject({ url: 'https://example.com/hooks', secret: '***' });
  expect((await shop.control('GET', '/exchanges/3')).status).toBe(404);
});

it('shows the API’s original response when a fault changed it on the way', async () => {
  const shop = await openWebhookShop();
  await shop.fault({ type: 'truncated' });
  await expect(shop.api('GET', '/me')).rejects.toThrow('terminated');
  const { response } = (await shop.control('GET', '/exchanges/1')).body;
  expect(JSON.parse(response).data.role).toBe('trader');
});

it('shows refusals by a fault and for wrong credentials', async () => {
  const shop = await openWebhookShop();
  await shop.fault({ type: 'status', status: 429 }, { times: 1 });
  await shop.api('POST', '/links', ORDER);
  await send(`${shop.sandbox.apiBaseUrl}/me`, 'GET', undefined, { 'x-api-secret': 'mts_live_planted' });
  const responses = [await shop.control('GET', '/exchanges/1'), await shop.control('GET', '/exchanges/2')];
  expect(responses.map(({ body }) => JSON.parse(body.response).error)).toEqual(['TOO_MANY_REQUESTS', 'UNAUTHORIZED']);
  expect(JSON.stringify(responses)).not.toContain('mts_live');
});

it('accepts at most 20 listening pages', async () => {
  const shop = await openShop();
  const listen = (): Promise<Response> => fetch(`${shop.sandbox.url}/_sandbox/changes`);
  const listening = await Promise.all(Array.from({ length: 20 }, listen));
  expect((await listen()).status).toBe(503);
  await Promise.all(listening.map(({ body }) => body!.cancel()));
});

it('shows receivers, deliveries with their attempts, faults and the records of both APIs', async () => {
  const shop = await openWebhookShop();
  const receiver = await openReceiver((response) => void response.writeHead(500).end('<i>broken</i>'));
  await shop.subscribe(receiver.url);
  await shop.stored({ title: 'A v2 offer' });
  await shop.fault({ type: 'rate_limit', limit: 7 }, { match: { api: 'v2' } });
  await shop.announce();
  const { id } = await shop.settled(({ attempts }) => attempts.length === 1);
  const response = await fetch(`${shop.sandbox.url}/`);
  const page = await response.text();
  const shown = [receiver.url, id, 'A v2 offer', 'mytpe_pay_sandbox_1', 'limit 7', '&lt;i&gt;broken&lt;/i&gt;'];
  for (const text of shown) expect(page).toContain(text);
  expect(page).toContain(`POST /_sandbox/deliveries/${id}/redeliver`);
  const policy = response.headers.get('content-security-policy')!;
  expect(policy).toMatch(/default-src 'none'.*script-src 'sha256-[^']+'; connect-src 'self'/);
  expect(policy).not.toContain('unsafe');
});

it('shows open reviews, with buttons that decide them', async () => {
  const shop = await openShop();
  await shop.control('POST', '/seed', { scenario: 'kyc_pending' });
  const page = async (): Promise<string> => (await fetch(`${shop.sandbox.url}/`)).text();
  const call = /POST \/_sandbox(\/reviews\/identifications\/[^"]+)/.exec(await page())![1]!;
  expect((await shop.control('POST', call, { decision: 'accept' })).status).toBe(200);
  expect(await page()).not.toContain(call);
});
