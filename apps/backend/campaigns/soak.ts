/**
 * A steady load on PostgreSQL while its connections are killed every minute and it is restarted every five:
 * `npx pnpm --filter @mytpe-pay/backend soak --minutes 30`. The heap after collection must not grow from the second
 * quarter to the last, no answer may be an error but those of `EXPECTED` while the database is away, every link that was
 * acknowledged must be known and every payment seen.
 *
 * It is not among the tests: a leak of some bytes a request shows in minutes, not in seconds, and a heap that was only
 * just warmed up still grows without one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { freePort } from '../../../.ci/free-port.ts';
import { type Figure, figure, median } from '../bench/figures.ts';
import { withPlace } from '../bench/place.ts';
import { NODE_OPTIONS, here } from '../bench/processes.ts';
import { type PostgresServer, startPostgres } from '../test/postgres-server.ts';
import { type Heap, lookIntoHeap } from './soak/heap.ts';
import { EXPECTED, FELT_MS, type Tally, createTally } from './soak/tally.ts';
import { createVisitors } from './soak/visitors.ts';

const MINUTE_MS = 60_000;
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error('--minutes must be a number above 0');

/** The limits are the default ones: this load stays below them. */
const DEFAULT_LIMITS = {
  MAX_READS_PER_MINUTE: '',
  MAX_LINKS_PER_MINUTE: '',
  MAX_UNPAID_LINKS_PER_ADDRESS: '',
  MAX_EVENT_STREAMS_PER_ADDRESS: '',
};

async function soak(postgres: PostgresServer): Promise<boolean> {
  return withPlace(async ({ backend, sandbox }) => {
    const port = await freePort();
    const inspected = `--inspect=127.0.0.1:${port} --inspect-publish-uid=http`;
    const env = {
      ...DEFAULT_LIMITS,
      STORE_URL: await postgres.database(),
      NODE_OPTIONS: `${NODE_OPTIONS} ${inspected}`,
      LOG_LEVEL: 'fatal',
    };
    const running = await backend(env);
    const heap = await lookIntoHeap(port);
    const tally = createTally();
    const visitors = createVisitors(running.url, sandbox.url, tally);
    const ends = Date.now() + minutes * MINUTE_MS;
    const [samples, disturbances] = await Promise.all([
      sample(heap, ends),
      disturb(postgres, tally, ends),
      visitors.visit(ends),
    ]);
    const missing = await unseen(visitors);
    heap.close();
    await visitors.end();
    const memory = running.memory();
    return report(
      [
        ...heapFigures(samples),
        figure('memory at the end', memory.now, 'MB'),
        figure('memory, highest', memory.highest, 'MB'),
        figure('links made', visitors.made.size, 'links'),
        figure('links paid', visitors.paid.size, 'links'),
        figure('links lost, or paid and not seen', missing, 'links', { atMost: 0 }),
        figure('connections killed', disturbances.kills, 'times'),
        figure('database restarted', disturbances.restarts, 'times'),
        figure(
          'unexpected answers',
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

/** Heap after collection, MB, every few seconds. */
async function sample(heap: Heap, ends: number): Promise<number[]> {
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
    figure('heap after collection, second quarter', second, 'MB'),
    figure('heap after collection, last quarter', last, 'MB'),
    figure('last quarter to second', last / second, 'ratio', { atMost: 1.1 }),
  ];
}

/** Every connection is killed each minute; each fifth time the server is restarted instead. */
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

/** Whoever comes back watches a link: then it is read soon. @returns how many are not shown as what they are. */
async function unseen({ made, paid, read, watch }: ReturnType<typeof createVisitors>): Promise<number> {
  await pause(FELT_MS);
  let missing = 0;
  for (const id of made) {
    const link = await read(id);
    if (link && paid.has(id) && !link.paid) await watch(id, 30_000);
    const isRight = link !== null && (!paid.has(id) || link.paid || (await read(id))?.paid === true);
    if (!isRight) missing += 1;
  }
  return missing;
}

function report(figures: Figure[], tally: Tally, samples: readonly number[]): boolean {
  const told = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
  for (const { name, value, unit, bar, ok } of figures)
    process.stdout.write(
      `${name.padEnd(40)} ${String(value).padStart(9)} ${unit.padEnd(8)} ${bar ? `bar ${bar} ${ok ? '✓' : '✗'}` : ''}\n`,
    );
  const answers = told(tally.counts);
  process.stdout.write(`expected while the database is away: ${EXPECTED.join(', ')}\n`);
  console.table(answers);
  if (tally.unexpected.size > 0) console.table(told(tally.unexpected));
  mkdirSync(here('../.reports'), { recursive: true });
  const heap = samples.map((megabytes) => Number(megabytes.toFixed(2)));
  const whole = { minutes, figures, answers, unexpected: told(tally.unexpected), heap };
  writeFileSync(here('../.reports/soak.json'), JSON.stringify(whole, null, 2));
  return figures.every(({ ok }) => ok !== false);
}

const postgres = await startPostgres();
try {
  process.exitCode = (await soak(postgres)) ? 0 : 1;
} finally {
  await postgres.stop();
}
