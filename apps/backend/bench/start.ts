import { setTimeout as pause } from 'node:timers/promises';

import { type Figure, ROUNDS, figure, median } from './figures.ts';
import { withBenchEnvironment } from './environment.ts';

/** The time until the built backend sends its first response, and its memory at rest. */
export function start(): Promise<Figure[]> {
  return withBenchEnvironment(async ({ backend, folder }) => {
    // Measures a start with an existing store: an operator creates the store only once.
    const more = { STORE_URL: `sqlite:${folder}/started.db` };
    const runs: { startedIn: number; cpu: number; atRest: number }[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const running = await backend(more);
      const cpu = running.cpu();
      await pause(3000);
      if (round > 0) runs.push({ startedIn: running.startedIn, cpu, atRest: running.memory().now });
      await running.stop();
    }
    return [
      figure('start to first 200, built', median(runs.map(({ startedIn }) => startedIn)), 'ms', { atMost: 250 }),
      figure('processor time of a start', median(runs.map(({ cpu }) => cpu)), 'ms'),
      figure('memory at rest', median(runs.map(({ atRest }) => atRest)), 'MB', { atMost: 90 }),
    ];
  });
}
