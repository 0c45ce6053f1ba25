import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { ExtClient } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, startSandbox } from '@mytpe-pay/sandbox';

import { startPostgres } from '../../test/postgres-server.ts';
import { type ForwardedDelivery, signature, startBalancer } from './balancer.ts';
import { readOptions } from './options.ts';
import { makePayments } from './payments.ts';
import { type Replicas, startReplicas } from './replicas.ts';
import { judge } from './verdict.ts';

const SETTLE_TIMEOUT_MS = 10 * 60_000;
const WEBHOOK_FAULTS: readonly (readonly [type: string, probability: number])[] = [
  ['webhook_duplicated', 0.25],
  ['webhook_reordered', 0.2],
  ['webhook_delayed', 0.2],
  ['webhook_forged', 0.15],
  ['webhook_reserialised', 0.1],
  ['webhook_dropped', 0.05],
];

const options = readOptions(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'webhook-campaign-'));
const sandbox = await startSandbox({ port: 0, webhookRetryDelaysMs: [300, 1000] });
const postgres = options.store === 'postgres' ? await startPostgres() : null;
const storeUrl = postgres ? await postgres.database() : `sqlite:${join(folder, 'store.db')}`;
writeFileSync(
  join(folder, 'offers.yaml'),
  'offers:\n  donation: { title: Don, amount_mode: open, min_amount: 200, max_amount: 50000, usage_mode: reusable }\n',
);

let running: Replicas | null = null;
let secret: string | null = null;
const balancer = await startBalancer(
  () => running?.urls() ?? [],
  () => secret,
);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const init = body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, { method, ...init });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

async function waitUntil(condition: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + SETTLE_TIMEOUT_MS;
  while (!(await holds())) {
    if (Date.now() > end) return print(`timed out waiting until ${condition}`);
    await pause(500);
  }
}

/** Registers the balancer as MyTPE's webhook. @returns the webhook's secret. */
async function subscribe(): Promise<string> {
  const client = new ExtClient({
    baseUrl: sandbox.apiBaseUrl,
    credentials: { key: SANDBOX_KEY, secret: SANDBOX_SECRET },
    allowInsecureWebhooks: true,
  });
  const webhook = await client.webhooks.create({ url: `${balancer.url}/webhooks/mytpe` });
  await client.close();
  return webhook.secret!;
}

if (options.webhooks) secret = await subscribe();
const raisedLimits = {
  MAX_LINKS_PER_MINUTE: '100000',
  MAX_UNPAID_LINKS_PER_ADDRESS: '100000',
  MAX_READS_PER_MINUTE: '1000000',
};
const replicas = await startReplicas(options.replicas, {
  MYTPE_ENVIRONMENT: 'sandbox',
  MYTPE_BASE_URL: sandbox.apiBaseUrl,
  MYTPE_PAY_BASE_URL: sandbox.payBaseUrl,
  MYTPE_API_KEY: SANDBOX_KEY,
  MYTPE_API_SECRET: SANDBOX_SECRET,
  OFFERS_FILE: join(folder, 'offers.yaml'),
  STORE_URL: storeUrl,
  PUBLIC_URL: balancer.url,
  ...(secret !== null && { MYTPE_WEBHOOK_SECRET: secret }),
  LOG_LEVEL: 'info',
  ...raisedLimits,
});

running = replicas;
if (options.webhooks)
  for (const [index, [type, probability]] of WEBHOOK_FAULTS.entries())
    await control('POST', '/faults', {
      match: { event: 'transaction.paid' },
      fault: { type },
      probability,
      seed: options.seed + index,
    });

let killed = 0;
let replayed = 0;
let seen = 0;
const background: Promise<unknown>[] = [];

/** Replays a delivery, sends it with a forged signature, and sends it with an expired timestamp. */
function attackWith(delivery: ForwardedDelivery): void {
  replayed += 3;
  const { body, headers } = delivery;
  const expired = String(Math.floor(Date.now() / 1000) - 301);
  background.push(
    balancer.send(body, headers),
    balancer.send(body, {
      ...headers,
      'x-mytpepay-signature': signature('whsec_wrong-secret', headers['x-mytpepay-timestamp'] ?? '', body),
    }),
    balancer.send(body, {
      ...headers,
      'x-mytpepay-timestamp': expired,
      'x-mytpepay-signature': signature(secret!, expired, body),
    }),
  );
}

const startedAt = Date.now();
const paid = await makePayments(options.payments, sandbox, replicas.urls, (paidSoFar) => {
  for (const delivery of balancer.deliveries.slice(seen, seen + 1))
    if (paidSoFar.length % 10 === 0) attackWith(delivery);
  seen = balancer.deliveries.length;
  if (paidSoFar.length >= ((killed + 1) * options.payments) / (options.kills + 1) && killed < options.kills)
    background.push(replicas.killOne(killed++));
  if (paidSoFar.length % Math.ceil(options.payments / 20) === 0)
    print(`${paidSoFar.length} of ${options.payments} paid, ${balancer.deliveries.length} deliveries, ${killed} kills`);
});
await Promise.all(background);
print('waiting for the remaining deliveries and payments');
const countUndetected = async (): Promise<number> => {
  let unpaid = 0;
  for (const { id } of paid.toReversed()) {
    const response = await fetch(`${replicas.urls()[0]}/v1/links/${id}`);
    if (!((await response.json()) as { paid: boolean }).paid) unpaid += 1;
  }
  return unpaid;
};
await waitUntil('every payment is detected', async () => (await countUndetected()) === 0);
await waitUntil('MyTPE has no pending delivery', async () => {
  const { deliveries } = await control<{ deliveries: { status: string }[] }>('GET', '/deliveries');
  return deliveries.every(({ status }) => status !== 'pending');
});
// Wait until the leases of killed replicas have expired.
await pause(options.kills > 0 ? 63_000 : 2000);
await replicas.stop();
const verdict = await judge(storeUrl, paid, balancer.deliveries);
balancer.close();
await sandbox.close();
await postgres?.stop();
rmSync(folder, { recursive: true, force: true });

const counts = {
  ...verdict.counts,
  'replayed or forged by the campaign': replayed,
  'replicas killed': killed,
  seconds: Math.round((Date.now() - startedAt) / 1000),
};
for (const [name, count] of Object.entries(counts)) print(`${name.padEnd(34)} ${count}`);
for (const violation of verdict.violations.slice(0, 20)) print(`✗ ${violation}`);
print(verdict.violations.length === 0 ? '✓ no violation' : `✗ ${verdict.violations.length} violations`);
const reports = fileURLToPath(new URL('../../.reports/', import.meta.url));
mkdirSync(reports, { recursive: true });
writeFileSync(
  join(reports, 'webhook-campaign.json'),
  JSON.stringify({ options, counts, violations: verdict.violations }, null, 2),
);
process.exitCode = verdict.violations.length === 0 ? 0 : 1;
