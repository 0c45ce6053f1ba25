/**
 * Soak campaign: applies a steady load while PostgreSQL's connections are killed every minute, and PostgreSQL is restarted every
 * five minutes. Run it with `npx pnpm --filter @mytpe-pay/backend soak --minutes 30`. It checks that:
 * - the heap after garbage collection does not grow from the second quarter of the run to the last
 * - errors occur only while the database is unavailable, and only those of `EXPECTED`
 * - the backend knows every acknowledged link and detects every payment.
 *
 * The campaign is not part of the tests: a leak of a few bytes per request takes minutes to show, and during the first minutes the
 * heap grows even without a leak.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { freePort } from '../../../.ci/free-port.ts';
import { type Figure, figure, median } from '../bench/figures.ts';
import { withBenchEnvironment } from '../bench/environment.ts';
import { NODE_OPTIONS, here } from '../bench/processes.ts';
import { type PostgresServer, startPostgres } from '../test/postgres-server.ts';
import { type HeapMonitor, monitorHeap } from './soak/heap.ts';
import { EXPECTED, RECOVERY_MS, type Tally, createTally } from './soak/tally.ts';
import { createVisitors } from './soak/visitors.ts';

const MINUTE_MS = 60_000;
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error('--minutes must be a number above 0');

/** Resets the limits to their defaults; the load stays below them. */
const DEFAULT_LIMITS = {
  MAX_READS_PER_MINUTE: '',
  MAX_LINKS_PER_MINUTE: '',
  MAX_UNPAID_LINKS_PER_ADDRESS: '',
  MAX_EVENT_STREAMS_PER_ADDRESS: '',
};

async function soak(postgres: PostgresServer): Promise<boolean> {
  return withBenchEnvironment(async ({ backend, sandbox }) => {
    const port = await freePort();
    const inspect = `--inspect=127.0.0.1:${port} --inspect-publish-uid=http`;
    const env = {
      ...DEFAULT_LIMITS,
      STORE_URL: await postgres.database(),
      NODE_OPTIONS: `${NODE_OPTIONS} ${inspect}`,
      LOG_LEVEL: 'fatal',
    };
    const running = await backend(env);
    const heap = await monitorHeap(port);
    const tally = createTally();
    const visitors = createVisitors(running.url, sandbox.url, tally);
    const ends = Date.now() + minutes * MINUTE_MS;
    const [samples, disturbances] = await Promise.all([
      sample(heap, ends),
      disturb(postgres, tally, ends),
      visitors.visit(ends),
    ]);
    const missing = await countMissing(visitors);
    heap.close();
    await visitors.end();
    const memory = running.memory();
    return report(
      [
        ...heapFigures(samples),
        figure('memory at the end', memory.now, 'MB'),
        figure('memory, highest', memory.highest, 'MB'),
        figure('links created', visitors.created.size, 'links'),
        figure('links paid', visitors.paid.size, 'links'),
        figure('links lost, or paid and not detected', missing, 'links', { atMost: 0 }),
        figure('connections killed', disturbances.kills, 'times'),
        figure('database restarted', disturbances.restarts, 'times'),
        figure(
          'unexpected responses',
          [...tally.unexpected.values()].reduce((sum, n) => sum + n, 0),
          '',
          { atMost: 0 },
        ),
      ],
      tally,
      samples,
    );
  });
}

/** Samples the heap after garbage collection, MB, until `ends` (epoch ms). */
async function sample(heap: HeapMonitor, ends: number): Promise<number[]> {
  const samples: number[] = [];
  const every = Math.min(10_000, (minutes * MINUTE_MS) / 80);
  while (Date.now() < ends) {
    samples.push(await heap.afterCollection());
    await pause(every);
  }
  return samples;
}

function heapFigures(samples: readonly number[]): Figure[] {
  const quarter = (n: number) => median(samples.slice((samples.length * (n - 1)) / 4, (samples.length * n) / 4));
  const [second, last] = [quarter(2), quarter(4)];
  return [
    figure('heap after GC, second quarter', second, 'MB'),
    figure('heap after GC, last quarter', last, 'MB'),
    figure('heap growth, last to second quarter', last / second, 'ratio', { atMost: 1.1 }),
  ];
}

/** Kills every database connection each minute; every fifth time it restarts the server instead. */
async function disturb(
  postgres: PostgresServer,
  tally: Tally,
  ends: number,
): Promise<{ kills: number; restarts: number }> {
  const done = { kills: 0, restarts: 0 };
  const every = Math.min(MINUTE_MS, (minutes * MINUTE_MS) / 8);
  for (let n = 1; Date.now() + every < ends; n += 1) {
    await pause(every);
    tally.disturb();
    if (n % 5 === 0) {
      await postgres.restart();
      done.restarts += 1;
    } else {
      await postgres.killConnections();
      done.kills += 1;
    }
    tally.disturb();
    process.stdout.write(`${new Date().toISOString()} ${JSON.stringify(Object.fromEntries(tally.unexpected))}\n`);
  }
  return done;
}

/** Reads every link, and follows paid links so that they are polled soon. @returns the number of links with a wrong state. */
async function countMissing({ created, paid, read, watch }: ReturnType<typeof createVisitors>): Promise<number> {
  await pause(RECOVERY_MS);
  let missing = 0;
  for (const id of created) {
    const link = await read(id);
    if (link && paid.has(id) && !link.paid) await watch(id, 30_000);
    const isCorrect = link !== null && (!paid.has(id) || link.paid || (await read(id))?.paid === true);
    if (!isCorrect) missing += 1;
  }
  return missing;
}

function report(figures: Figure[], tally: Tally, samples: readonly number[]): boolean {
  const sorted = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
  for (const { name, value, unit, bar, ok } of figures)
    process.stdout.write(
      `${name.padEnd(40)} ${String(value).padStart(9)} ${unit.padEnd(8)} ${bar ? `bar ${bar} ${ok ? '✓' : '✗'}` : ''}\n`,
    );
  const responses = sorted(tally.counts);
  process.stdout.write(`expected while the database is unavailable: ${EXPECTED.join(', ')}\n`);
  console.table(responses);
  if (tally.unexpected.size > 0) console.table(sorted(tally.unexpected));
  mkdirSync(here('../.reports'), { recursive: true });
  const heap = samples.map((megabytes) => Number(megabytes.toFixed(2)));
  const data = { minutes, figures, answers: responses, unexpected: sorted(tally.unexpected), heap };
  writeFileSync(here('../.reports/soak.json'), JSON.stringify(data, null, 2));
  return figures.every(({ ok }) => ok !== false);
}

const postgres = await startPostgres();
try {
  process.exitCode = (await soak(postgres)) ? 0 : 1;
} finally {
  await postgres.stop();
}
