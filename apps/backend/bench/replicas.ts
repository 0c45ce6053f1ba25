import { startPostgres } from '../test/postgres-server.ts';
import { type Figure, compare, figure } from './figures.ts';
import { presser } from './load.ts';
import { withBenchEnvironment } from './environment.ts';
import type { Running } from './processes.ts';

/** MyTPE's delay. Each backend makes at most two concurrent calls by default, so a slow MyTPE limits the links of each replica. */
const DELAY_MS = 25;
const LINKS = 120;
const CONCURRENT_PRESSES = 16;

/** Compares the rate of new payer links of one backend with that of two backends on the same PostgreSQL database. */
export async function replicas(): Promise<Figure[]> {
  const postgres = await startPostgres();
  try {
    return await withBenchEnvironment(async ({ backend, delayMytpe }) => {
      const more = { STORE_URL: await postgres.database() };
      const both = [await backend(more), await backend(more)];
      await delayMytpe(DELAY_MS);
      const { ratio, first, second } = await compare(
        'links per second, two replicas and one',
        () => linksPerSecond(both),
        () => linksPerSecond(both.slice(0, 1)),
      );
      return [
        figure('creation by 2 replicas, compared with 1 (PostgreSQL)', ratio, 'ratio'),
        figure('creation by 1 replica', second, 'links/s'),
        figure('creation by 2 replicas', first, 'links/s'),
      ];
    });
  } finally {
    await postgres.stop();
  }
}

async function linksPerSecond(backends: readonly Running[]): Promise<number> {
  const pressers = backends.map(({ url }) => presser(url));
  let left = LINKS;
  const began = performance.now();
  const caller = async (_: unknown, n: number): Promise<void> => {
    while (left-- > 0) await pressers[n % pressers.length]!.press();
  };
  await Promise.all(Array.from({ length: CONCURRENT_PRESSES }, caller));
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(pressers.map(({ end }) => end()));
  return LINKS / seconds;
}
