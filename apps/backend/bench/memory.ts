import { type Figure, ROUNDS, figure } from './figures.ts';
import { WITH_KEY, presser, throughput } from './load.ts';
import { withBenchEnvironment } from './environment.ts';
import type { Running } from './processes.ts';

/** The highest memory of the built backend under full load. */
export function memory(): Promise<Figure[]> {
  return withBenchEnvironment(async ({ backend }) => {
    const loaded = await backend();
    const before = loaded.cpu();
    await underLoad(loaded);
    return [
      figure('memory under load, highest', loaded.memory().highest, 'MB', { atMost: 160 }),
      figure('memory after the load', loaded.memory().now, 'MB'),
      figure('processor time of the load', loaded.cpu() - before, 'ms'),
    ];
  });
}

/** Sends offer views, requests for a shared link and presses that create payer links, each at full speed. */
async function underLoad({ url }: Running): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await throughput(`${url}/v1/offers/tshirt`);
    await throughput(`${url}/v1/links`, WITH_KEY);
    const { press, end } = presser(url);
    await Promise.all(Array.from({ length: 200 }, press));
    await end();
  }
}
