import { startSandbox } from '@mytpe-pay/sandbox';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { eventually, slugOf, testClient } from './harness.ts';
import { MERCHANT_SECRET, startMerchant } from './merchant.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { createInstallation } from './installation.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

it('two replicas that read the same links concurrently report each payment once and in order, even if a delivery fails', async () => {
  const sandbox = await startSandbox({ port: 0 });
  onTestFinished(() => sandbox.close());
  const merchant = await startMerchant();
  const failed = new Set<string>();
  // Each first attempt fails, so each event arrives twice, with the same id.
  merchant.respond = (response, { id }) => {
    response.writeHead(failed.has(id) ? 204 : 500).end();
    failed.add(id);
  };
  const installation = createInstallation(sandbox);
  const env = {
    STORE_URL: await postgres.database(),
    MERCHANT_WEBHOOK_URL: merchant.url,
    MERCHANT_WEBHOOK_SECRET: MERCHANT_SECRET,
  };
  const start = async () => {
    const { app } = await installation.start({ env });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    return { url, ...testClient(url, sandbox.url) };
  };
  const replicas = await Promise.all([start(), start()]);
  const [one] = replicas;
  const keys = Array.from({ length: 8 }, (_, n) => `key-${n}`);
  const links = await Promise.all(keys.map(async (key) => (await one.post({ offer: 'tshirt' }, key)).body));
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  // Both replicas have watchers, so both read the links.
  for (const { id } of links)
    for (const { url } of replicas) await fetch(`${url}/v1/links/${id}/events`, { signal: leaving.signal });
  await Promise.all(links.map((link) => one.control('POST', `/links/${slugOf(link)}/pay`, {})));
  const delivered = () =>
    merchant.received.filter(({ id }, at) => merchant.received.findIndex((r) => r.id === id) < at);
  await eventually(async () => delivered().length === 16, 'all events are delivered', 40);
  expect(merchant.received).toHaveLength(32);
  for (const { id } of links)
    expect(merchant.received.filter(({ event }) => event.data.link === id).map(({ event }) => event.type)).toEqual([
      'link.paid',
      'link.paid',
      'link.closed',
      'link.closed',
    ]);
}, 90_000);
