import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { ExtClient } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, startSandbox } from '@mytpe-pay/sandbox';

import { startPostgres } from '../../test/postgres-server.ts';
import { type Passed, signature, startBalancer } from './balancer.ts';
import { readOptions } from './options.ts';
import { makePayments } from './payments.ts';
import { type Replicas, startReplicas } from './replicas.ts';
import { judge } from './verdict.ts';

const SETTLES_WITHIN_MS = 10 * 60_000;
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
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const init = body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, { method, ...init });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? null : await answer.json()) as T;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + SETTLES_WITHIN_MS;
  while (!(await holds())) {
    if (Date.now() > end) return say(`never happened: ${what}`);
    await pause(500);
  }
}

/** MyTPE's webhook to the balancer. @returns its secret. */
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
const mostly = {
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
  ...mostly,
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
const others: Promise<unknown>[] = [];

/** Anybody may send again what they saw, with another signature, or what was signed long ago. */
function abuse(delivery: Passed): void {
  replayed += 3;
  const { body, headers } = delivery;
  const old = String(Math.floor(Date.now() / 1000) - 301);
  others.push(
    balancer.send(body, headers),
    balancer.send(body, {
      ...headers,
      'x-mytpepay-signature': signature('whsec_of-nobody', headers['x-mytpepay-timestamp'] ?? '', body),
    }),
    balancer.send(body, {
      ...headers,
      'x-mytpepay-timestamp': old,
      'x-mytpepay-signature': signature(secret!, old, body),
    }),
  );
}

const began = Date.now();
const paid = await makePayments(options.payments, sandbox, replicas.urls, (so) => {
  for (const delivery of balancer.passed.slice(seen, seen + 1)) if (so.length % 10 === 0) abuse(delivery);
  seen = balancer.passed.length;
  if (so.length >= ((killed + 1) * options.payments) / (options.kills + 1) && killed < options.kills)
    others.push(replicas.killOne(killed++));
  if (so.length % Math.ceil(options.payments / 20) === 0)
    say(`${so.length} of ${options.payments} paid, ${balancer.passed.length} deliveries, ${killed} kills`);
});
await Promise.all(others);
say('settling');
const views = async (): Promise<number> => {
  let unpaid = 0;
  for (const { id } of paid.toReversed()) {
    const answer = await fetch(`${replicas.urls()[0]}/v1/links/${id}`);
    if (!((await answer.json()) as { paid: boolean }).paid) unpaid += 1;
  }
  return unpaid;
};
await until('every payment is seen', async () => (await views()) === 0);
await until('MyTPE has no delivery left', async () => {
  const { deliveries } = await control<{ deliveries: { status: string }[] }>('GET', '/deliveries');
  return deliveries.every(({ status }) => status !== 'pending');
});
// Longer than what a replica had claimed when it was killed stays its own.
await pause(options.kills > 0 ? 63_000 : 2000);
await replicas.stop();
const verdict = await judge(storeUrl, paid, balancer.passed);
balancer.close();
await sandbox.close();
await postgres?.stop();
rmSync(folder, { recursive: true, force: true });

const counts = {
  ...verdict.counts,
  'sent again or forged by us': replayed,
  'replicas killed': killed,
  seconds: Math.round((Date.now() - began) / 1000),
};
for (const [name, count] of Object.entries(counts)) say(`${name.padEnd(34)} ${count}`);
for (const violation of verdict.violations.slice(0, 20)) say(`✗ ${violation}`);
say(verdict.violations.length === 0 ? '✓ no violation' : `✗ ${verdict.violations.length} violations`);
const reports = fileURLToPath(new URL('../../.reports/', import.meta.url));
mkdirSync(reports, { recursive: true });
writeFileSync(
  join(reports, 'webhook-campaign.json'),
  JSON.stringify({ options, counts, violations: verdict.violations }, null, 2),
);
process.exitCode = verdict.violations.length === 0 ? 0 : 1;
