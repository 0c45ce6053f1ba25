import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { SEEDED_IDS } from '@mytpe-pay/sandbox';

import { startPostgres } from '../../test/postgres-server.ts';
import { OFFERS, attemptOf } from './attempts.ts';
import { injectFaults, removeFaults } from './faults.ts';
import { finalViews, listLinks, payTwice } from './inspect.ts';
import { createDisruptor, planDisruptions } from './disruptions.ts';
import { judge } from './judge.ts';
import type { ChaosOptions } from './options.ts';
import { type Outcome, attemptToPay } from './payer.ts';
import { watchPublished } from './published.ts';
import { seededRandom } from './random.ts';
import { type Replica, startReplica } from './replica.ts';
import type { ChaosReport } from './report.ts';
import { CREDENTIALS, type ChaosSandbox, startChaosSandbox } from './sandbox.ts';

/** Time for the backends to finish interrupted work after a restart, ms. */
const SETTLE_MS = 3000;
/** Maximum number of restarts at the end. */
const ROUNDS = 3;
const POLL_EVERY_MS = 300;
/** Minimum time that a payer waits for a response before trying another replica, ms. */
const MIN_TIMEOUT_MS = 3000;
const PROGRESS_EVERY_MS = 5000;

/**
 * Runs a campaign and returns its report. Stops every process and deletes every file that it created.
 * @param print receives each line of progress.
 * @param interrupted a promise whose rejection stops the campaign early.
 */
export async function runChaos(
  options: ChaosOptions,
  print: (line: string) => void,
  interrupted: Promise<never> = new Promise(() => {}),
): Promise<ChaosReport> {
  const cleanups: (() => unknown)[] = [];
  const errors: Record<string, number> = {};
  try {
    const sandbox = await startChaosSandbox();
    cleanups.push(sandbox.stop);
    const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    const env = environment(options, sandbox, folder, await storeUrl(options, folder, cleanups));
    const replicas: Replica[] = [];
    cleanups.push(() => Promise.all(replicas.map((replica) => replica.stop())));
    for (let count = 0; count < options.replicas; count += 1)
      replicas.push(await startReplica(env, (error) => countUp(errors, error)));
    const report = await Promise.race([campaign(options, sandbox, replicas, print), interrupted]);
    return { ...report, errors };
  } finally {
    for (const cleanUp of cleanups.toReversed()) await cleanUp();
  }
}

async function storeUrl({ store }: ChaosOptions, folder: string, cleanups: (() => unknown)[]): Promise<string> {
  if (store === 'sqlite') return `sqlite:${join(folder, 'store.db')}`;
  const postgres = await startPostgres();
  cleanups.push(postgres.stop);
  return postgres.database();
}

function environment({ api, leaseMs, sabotage }: ChaosOptions, { url }: ChaosSandbox, folder: string, store: string) {
  const offers = join(folder, 'offers.yaml');
  writeFileSync(offers, OFFERS);
  const upstream =
    api === 'ext'
      ? { MYTPE_BASE_URL: `${url}/api/ext`, MYTPE_PAYMENT_INSTANCE_ID: SEEDED_IDS.readyInstance }
      : { MYTPE_BASE_URL: `${url}/api/v2/mytpe-pay`, MYTPE_PAYMENT_INSTANCE_ID: 'mytpe_pay_sandbox_1' };
  return {
    ...upstream,
    ...CREDENTIALS,
    MYTPE_ENVIRONMENT: 'sandbox',
    MYTPE_API: api,
    MYTPE_PAY_BASE_URL: `${url}/pay`,
    OFFERS_FILE: offers,
    STORE_URL: store,
    TRUST_PROXY: '127.0.0.1',
    MAX_LINKS_PER_MINUTE: '1000000',
    MAX_UNPAID_LINKS_PER_ADDRESS: '1000000',
    MAX_READS_PER_MINUTE: '10000000',
    UPSTREAM_CONCURRENCY: '16',
    // Shorter than some delayed creates, so that a link can appear at MyTPE after the backend has looked for it.
    RECONCILE_DELAY_MS: '300',
    LOG_LEVEL: 'error',
    PORT: '0',
    CHAOS_LEASE_MS: String(leaseMs),
    CHAOS_SABOTAGE: sabotage,
  };
}

async function campaign(
  options: ChaosOptions,
  sandbox: ChaosSandbox,
  replicas: readonly Replica[],
  print: (line: string) => void,
): Promise<Omit<ChaosReport, 'errors'>> {
  const startedAt = Date.now();
  const answers: Record<string, number> = {};
  const outcomes: Outcome[] = [];
  const disruptor = createDisruptor(planDisruptions(options), replicas);
  const published = watchPublished(sandbox);
  await injectFaults(sandbox, options);
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    print(
      `${seconds} s: ${outcomes.length} of ${options.attempts} attempts finished, ${disruptor.done.kill} kills, ${disruptor.done.freeze} freezes`,
    );
  }, PROGRESS_EVERY_MS);
  const payers = makeAttempts(options, replicas, answers, outcomes, disruptor.note);
  try {
    await payers;
    await disruptor.finished();
  } finally {
    clearInterval(progress);
  }
  const seconds = (Date.now() - startedAt) / 1000;
  const faults = await removeFaults(sandbox);
  await published.stop();
  const linksBefore = await listLinks(sandbox, published.ids);
  print('all attempts finished; waiting for the backends to finish interrupted work');
  const links = await listSettledLinks(sandbox, replicas, published.ids);
  const urls = replicas.map(({ url }) => url);
  const views = await finalViews(urls, outcomes);
  const payments = await payTwice(sandbox, links);
  const deaths = replicas.reduce((sum, replica) => sum + replica.deaths, 0);
  const violations = judge({ outcomes, links, views, payments, deaths });
  return {
    options,
    seconds,
    acknowledged: outcomes.filter(({ acknowledged }) => acknowledged.length > 0).length,
    ...disruptor.done,
    faults,
    answers,
    links: links.length,
    extraLinks: links.length - new Set(links.map(({ ourRef }) => ourRef)).size,
    draftsBeforeSweep: linksBefore.filter(({ status }) => status === 'draft').length,
    draftsAfterSweep: links.filter(({ status }) => status === 'draft').length,
    violations,
  };
}

/** Runs many payers concurrently. Each payer starts the next attempt when the previous one has finished. */
async function makeAttempts(
  options: ChaosOptions,
  replicas: readonly Replica[],
  answers: Record<string, number>,
  outcomes: Outcome[],
  note: (started: number) => void,
): Promise<void> {
  const { attempts, clients, seed, leaseMs } = options;
  const urls = () => replicas.map(({ url }) => url);
  const timeoutMs = Math.max(MIN_TIMEOUT_MS, 2 * leaseMs);
  let started = 0;
  async function payer(): Promise<void> {
    while (started < attempts) {
      const attempt = attemptOf(options, (started += 1));
      note(started);
      const random = seededRandom(seed + attempt.number * 31);
      outcomes.push(
        await attemptToPay(attempt, {
          urls,
          random,
          count: (response) => countUp(answers, response),
          timeoutMs,
        }),
      );
    }
  }
  await Promise.all(Array.from({ length: clients }, payer));
}

/** Restarts the backends, which finish and sweep interrupted work, until no draft is left or {@link ROUNDS} are over. */
async function listSettledLinks(sandbox: ChaosSandbox, replicas: readonly Replica[], published: ReadonlySet<string>) {
  for (let round = 1; ; round += 1) {
    await Promise.all(replicas.map((replica) => replica.restart()));
    for (const end = Date.now() + SETTLE_MS; ;) {
      const links = await listLinks(sandbox, published);
      const isDone = links.every(({ status }) => status !== 'draft');
      if (isDone || (round === ROUNDS && Date.now() > end)) return links;
      if (Date.now() > end) break;
      await pause(POLL_EVERY_MS);
    }
  }
}

function countUp(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
