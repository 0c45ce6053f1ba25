import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { SEEDED_IDS } from '@mytpe-pay/sandbox';

import { startPostgres } from '../../test/postgres-server.ts';
import { OFFERS, attemptOf } from './attempts.ts';
import { breakUpstream, mendUpstream } from './faults.ts';
import { finalViews, madeLinks, payTwice } from './inspect.ts';
import { judge } from './judge.ts';
import type { ChaosOptions } from './options.ts';
import { type Outcome, attemptToPay } from './payer.ts';
import { watchPublished } from './published.ts';
import { seededRandom } from './random.ts';
import { type Replica, startReplica } from './replica.ts';
import type { ChaosReport } from './report.ts';
import { CREDENTIALS, type ChaosSandbox, startChaosSandbox } from './sandbox.ts';
import { createTroubleMaker, planTroubles } from './trouble.ts';

/** How long what was left half done is given to be finished after a restart, ms, and how often. */
const SETTLE_MS = 3000;
const ROUNDS = 3;
const LOOK_EVERY_MS = 300;
/** How long a payer waits for an answer at least, before asking elsewhere, ms. */
const LEAST_PATIENCE_MS = 3000;
const PROGRESS_EVERY_MS = 5000;

/**
 * Runs a whole campaign and judges it. Leaves no process and no file behind.
 * @param say takes a line of progress. @param interrupted rejects when it is to stop before its end.
 */
export async function runChaos(
  options: ChaosOptions,
  say: (line: string) => void,
  interrupted: Promise<never> = new Promise(() => {}),
): Promise<ChaosReport> {
  const ending: (() => unknown)[] = [];
  const errors: Record<string, number> = {};
  try {
    const sandbox = await startChaosSandbox();
    ending.push(sandbox.stop);
    const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
    ending.push(() => rmSync(folder, { recursive: true, force: true }));
    const env = environment(options, sandbox, folder, await storeUrl(options, folder, ending));
    const replicas: Replica[] = [];
    ending.push(() => Promise.all(replicas.map((replica) => replica.stop())));
    for (let count = 0; count < options.replicas; count += 1)
      replicas.push(await startReplica(env, (what) => tallyUp(errors, what)));
    const report = await Promise.race([campaign(options, sandbox, replicas, say), interrupted]);
    return { ...report, errors };
  } finally {
    for (const end of ending.toReversed()) await end();
  }
}

async function storeUrl({ store }: ChaosOptions, folder: string, ending: (() => unknown)[]): Promise<string> {
  if (store === 'sqlite') return `sqlite:${join(folder, 'store.db')}`;
  const postgres = await startPostgres();
  ending.push(postgres.stop);
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
    // Shorter than some of the late answers: what was made may show up only after it was looked for.
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
  say: (line: string) => void,
): Promise<Omit<ChaosReport, 'errors'>> {
  const began = Date.now();
  const answers: Record<string, number> = {};
  const outcomes: Outcome[] = [];
  const trouble = createTroubleMaker(planTroubles(options), replicas);
  const published = watchPublished(sandbox);
  await breakUpstream(sandbox, options);
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    say(
      `${seconds} s: ${outcomes.length} of ${options.attempts} attempts over, ${trouble.done.kill} kills, ${trouble.done.freeze} freezes`,
    );
  }, PROGRESS_EVERY_MS);
  const payers = makeAttempts(options, replicas, answers, outcomes, trouble.note);
  try {
    await payers;
    await trouble.settled();
  } finally {
    clearInterval(progress);
  }
  const seconds = (Date.now() - began) / 1000;
  const faults = await mendUpstream(sandbox);
  await published.stop();
  const before = await madeLinks(sandbox, published.ids);
  say('the attempts are over; what is left half done is finished');
  const links = await settled(sandbox, replicas, published.ids);
  const urls = replicas.map(({ url }) => url);
  const views = await finalViews(urls, outcomes);
  const payments = await payTwice(sandbox, links);
  const deaths = replicas.reduce((sum, replica) => sum + replica.deaths, 0);
  const violations = judge({ outcomes, links, views, payments, deaths });
  return {
    options,
    seconds,
    acknowledged: outcomes.filter(({ acknowledged }) => acknowledged.length > 0).length,
    ...trouble.done,
    faults,
    answers,
    links: links.length,
    extraLinks: links.length - new Set(links.map(({ ourRef }) => ourRef)).size,
    draftsBeforeSweep: before.filter(({ status }) => status === 'draft').length,
    draftsAfterSweep: links.filter(({ status }) => status === 'draft').length,
    violations,
  };
}

/** Many payers at once, each beginning the next attempt as soon as the last one is over. */
async function makeAttempts(
  options: ChaosOptions,
  replicas: readonly Replica[],
  answers: Record<string, number>,
  outcomes: Outcome[],
  note: (begun: number) => void,
): Promise<void> {
  const { attempts, clients, seed, leaseMs } = options;
  const urls = () => replicas.map(({ url }) => url);
  const patienceMs = Math.max(LEAST_PATIENCE_MS, 2 * leaseMs);
  let begun = 0;
  async function payer(): Promise<void> {
    while (begun < attempts) {
      const attempt = attemptOf(options, (begun += 1));
      note(begun);
      const random = seededRandom(seed + attempt.number * 31);
      outcomes.push(
        await attemptToPay(attempt, {
          urls,
          random,
          count: (answer) => tallyUp(answers, answer),
          patienceMs,
        }),
      );
    }
  }
  await Promise.all(Array.from({ length: clients }, payer));
}

/** Starts the backends anew, which finish and sweep what they find, until no draft is left, but not for ever. */
async function settled(sandbox: ChaosSandbox, replicas: readonly Replica[], published: ReadonlySet<string>) {
  for (let round = 1; ; round += 1) {
    await Promise.all(replicas.map((replica) => replica.restart()));
    for (const end = Date.now() + SETTLE_MS; ;) {
      const links = await madeLinks(sandbox, published);
      const isTidy = links.every(({ status }) => status !== 'draft');
      if (isTidy || (round === ROUNDS && Date.now() > end)) return links;
      if (Date.now() > end) break;
      await pause(LOOK_EVERY_MS);
    }
  }
}

function tallyUp(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}
