import { type Figure, ROUNDS, figure, median } from './figures.ts';
import { type Shop, newPage, noteUsable, usableAt, withShop } from './shop.ts';

/** 400 kbit/s both ways, and 400 ms before each answer begins. */
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

/** How long it takes on slow 3G, with nothing in the cache, until the button can be used. */
export function slowLine(): Promise<Figure[]> {
  return withShop(async (shop) => {
    const rounds: { usable: number; bare: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await once(shop));
    const usable = median(rounds.map((one) => one.usable)) / 1000;
    return [
      figure('slow 3G: a page without anything is there', median(rounds.map((one) => one.bare)) / 1000, 's'),
      figure('slow 3G: the button is usable', usable, 's', 2.5),
    ];
  });
}

async function once({ browser, address }: Shop): Promise<{ usable: number; bare: number }> {
  const page = await newPage(browser);
  const context = page.context();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', SLOW_3G);
  await noteUsable(page);
  await page.goto(address('<mytpe-pay-button offer="course"></mytpe-pay-button>'), { waitUntil: 'commit' });
  const usable = await usableAt(page);
  const bare = await page.evaluate(
    () => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).responseEnd,
  );
  await context.close();
  return { usable, bare };
}
