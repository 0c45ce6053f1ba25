import { setTimeout as pause } from 'node:timers/promises';

import { type Figure, ROUNDS, figure, median } from './figures.ts';
import { JSON_TYPE, SHARED_ORDER, presser, throughput } from './load.ts';
import { withPlace } from './place.ts';
import type { Running } from './processes.ts';

/** How long the built backend takes to answer, and what memory it takes, at rest and under load. */
export function start(): Promise<Figure[]> {
  return withPlace(async ({ backend, folder }) => {
    // A store that exists: an operator starts a service many times, and makes its store once.
    const more = { STORE_URL: `sqlite:${folder}/started.db` };
    const runs: { startedIn: number; cpu: number; atRest: number }[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const running = await backend(more);
      const cpu = running.cpu();
      await pause(3000);
      if (round > 0) runs.push({ startedIn: running.startedIn, cpu, atRest: running.memory().now });
      await running.stop();
    }
    const loaded = await backend(more);
    await underLoad(loaded);
    return [
      figure('start to first 200, built', median(runs.map(({ startedIn }) => startedIn)), 'ms', { atMost: 200 }),
      figure('processor time of a start', median(runs.map(({ cpu }) => cpu)), 'ms'),
      figure('memory at rest', median(runs.map(({ atRest }) => atRest)), 'MB', { atMost: 90 }),
      figure('memory under load, highest', loaded.memory().highest, 'MB', { atMost: 160 }),
    ];
  });
}

/** Views, presses on a shared link and new payer links, each for some seconds at full speed. */
async function underLoad({ url }: Running): Promise<void> {
  const order = { method: 'POST', headers: JSON_TYPE, body: SHARED_ORDER } as const;
  for (let round = 0; round < ROUNDS; round += 1) {
    await throughput({ url: `${url}/v1/offers/tshirt` });
    await throughput({ url: `${url}/v1/links`, ...order });
    const { press, end } = presser(url);
    await Promise.all(Array.from({ length: 200 }, press));
    await end();
  }
}
