import { readFileSync, writeFileSync } from 'node:fs';

import { V2Client } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, SEEDED_V2_IDS, startSandbox } from '@mytpe-pay/sandbox';
import { expect, it, onTestFinished } from 'vitest';

import { v2Subscriptions } from '../src/mytpe/subscriptions.ts';
import { eventually, slugOf, startSystem } from './harness.ts';
import { CART, INVOICE, OFFER_TOKEN_KEYS, press, token } from './signing.ts';

const V2 = { MYTPE_API: 'v2' };
const CREATE = ['POST', '/api/v2/mytpe-pay/links/store'] as const;

it('a backend on v2: a press creates one link, and the backend detects its payment', async () => {
  const system = await startSystem(V2);
  const responses = await Promise.all(
    Array.from({ length: 20 }, () => system.post({ offer: 'donation', amount: '1500.00' }, 'key-1')),
  );
  const [{ body: link }] = responses as [(typeof responses)[0]];
  expect(new Set(responses.map(({ body }) => body.url)).size).toBe(1);
  expect(link).toMatchObject({ amount: '1500.00', scope: 'payer', payable: true, paid: false });
  expect(await system.calls(...CREATE)).toBe(1);
  await system.control('POST', `/links/${slugOf(link)}/pay`, {});
  const stream = await fetch(`${system.url}/v1/links/${link.id}/events`);
  const events = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  await eventually(async () => (text += (await events.read()).value ?? '').includes('"paid":true'), 'paid', 20);
  await events.cancel();
  expect(text).toContain('"status":"exhausted"');
}, 30_000);

it('bounds that v2 cannot enforce: no open link is created, even without budget or JavaScript', async () => {
  const system = await startSystem({ ...V2, MAX_UNPAID_LINKS_PER_ADDRESS: '1' });
  expect((await system.get('/v1/offers/donation')).body).toMatchObject({ link: null, availability: 'available' });
  expect((await system.post({ offer: 'donation' })).body['code']).toBe('amount_required');
  const first = await system.post({ offer: 'donation', amount: '1500.00' }, 'key-1');
  expect(first.status).toBe(201);
  const second = await system.post({ offer: 'donation', amount: '1500.00' }, 'key-2');
  expect([second.status, second.body['code']]).toEqual([429, 'rate_limited']);
  expect(second.headers.get('retry-after')).toMatch(/^\d+$/);
  const page = await fetch(`${system.url}/pay/donation?lang=en`, { redirect: 'manual' });
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('name="amount"')]);
  const redirected = await fetch(`${system.url}/pay/pay-us`, { redirect: 'manual' });
  expect(redirected.status).toBe(303);
  expect(await system.calls(...CREATE)).toBe(2);
});

it('an offer that v2 does not support prevents the start; a reload rejects it and keeps the last valid catalog', async () => {
  const goal = '  goal: { title: Objectif, amount_mode: open, usage_mode: capped_amount, target_amount: 10000 }\n';
  await expect(startSystem(V2, `offers:\n${goal}`)).rejects.toThrow(
    /offers\.yaml:2:\d+: offer goal: MyTPE v2 does not support total amounts/,
  );
  const system = await startSystem(V2);
  writeFileSync(system.offersFile, readFileSync(system.offersFile, 'utf8') + goal);
  system.backend.reload();
  expect(system.logs.join('')).toMatch(
    /offer goal: MyTPE v2 does not support total amounts.*the last valid one stays in use/s,
  );
  expect((await system.get('/v1/offers/goal')).status).toBe(404);
  expect((await system.get('/v1/offers/pay-us')).body.link).toMatchObject({ payable: true });
});

it('a signed offer is accepted if v2 supports the link that a press gets', async () => {
  const system = await startSystem({ ...V2, OFFER_TOKEN_KEYS });
  const invoice = await press(system, await token(INVOICE), 'key-1', { amount: '500.00' });
  expect(invoice).toMatchObject({ status: 201, body: { amount: '500.00', payable: true } });
  const hosted = await press(system, await token({ ...INVOICE, entry: 'hosted' }, 'order-8'), 'key-2');
  expect(hosted).toMatchObject({ status: 401, body: { code: 'offer_token_invalid' } });
  const form = await press(system, await token({ ...CART, form_id: 'f1' }, 'order-9'), 'key-3');
  expect(form).toMatchObject({ status: 401, body: { code: 'offer_token_invalid' } });
  expect(await system.calls(...CREATE)).toBe(1);
});

it('MyTPE’s inactivity timeout of an unpaid link ends after the backend’s own timeout', async () => {
  const system = await startSystem({ ...V2, LINK_TTL_HOURS: '2' });
  for (const order of [{ offer: 'tshirt' }, { offer: 'workshop' }, { offer: 'pay-us' }])
    expect((await system.post(order, 'key-1')).status).toBe(201);
  const { links } = (await system.control('GET', '/state'))['v2'] as {
    links: { title: string; effective_inactivity_timeout_minutes: number | null }[];
  };
  const minutes = new Map(links.map((link) => [link.title, link.effective_inactivity_timeout_minutes]));
  expect(Object.fromEntries(minutes)).toEqual({ 'T-shirt': 135, Atelier: 525_600, 'Payez-nous': null });
});

it('metrics label the calls of v2 by name, without ids', async () => {
  const ADMIN_TOKEN = 'an-operators-token-of-32-characters-or-more';
  const system = await startSystem({ ...V2, ADMIN_TOKEN });
  const { body: link } = await system.post({ offer: 'tshirt' }, 'key-1');
  const response = await fetch(`${system.url}/metrics`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  const tries = (await response.text())
    .split('\n')
    .filter((line) => line.startsWith('mytpe_pay_upstream_requests_total'));
  const calls = tries.map((line) => /call="([^"]*)"/.exec(line)?.[1]);
  expect(calls).toEqual(expect.arrayContaining(['create', 'instances']));
  expect(calls).not.toContain('other');
  for (const id of [SEEDED_V2_IDS.activeInstance, slugOf(link)]) expect(tries.join()).not.toContain(id);
});

it('an existing webhook address at MyTPE is kept', async () => {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const client = new V2Client({
    baseUrl: sandbox.v2BaseUrl,
    credentials: { key: SANDBOX_KEY, secret: SANDBOX_SECRET },
    allowInsecureWebhooks: true,
  });
  onTestFinished(() => client.close());
  const { activeInstance } = SEEDED_V2_IDS;
  const first = await v2Subscriptions(client, null).create('https://pay.shop.example/webhooks/mytpe');
  expect(first).toEqual({ id: activeInstance, secret: expect.stringMatching(/^whsec_[\da-f]{48}$/) });
  // Another process with the same address, then another shop with a different address.
  const subscriptions = v2Subscriptions(client, activeInstance);
  expect((await subscriptions.create('https://pay.shop.example/webhooks/mytpe')).secret).toBeUndefined();
  await expect(subscriptions.create('https://other.example')).rejects.toThrow('another address');
  for await (const { url } of subscriptions.list()) expect(url).toBe('https://pay.shop.example/webhooks/mytpe');
});
