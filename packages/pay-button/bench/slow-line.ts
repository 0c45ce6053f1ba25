import { type Figure, ROUNDS, figure, median } from './figures.ts';
import { type Script, type Shop, newPage, noteUsable, usableAt, withShop } from './shop.ts';

/** 400 kbit/s in both directions, and 400 ms before each response. */
const SLOW_3G = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const BAR_S = 2;
const NAMES: Readonly<Record<Exclude<Script, 'none'>, string>> = {
  new: 'the button is usable',
  old: 'the older button is usable',
  lit: 'a minimal Lit element is rendered',
};
type Timed = keyof typeof NAMES;

/** Measures times on slow 3G with an empty cache, until the element is usable. Each round visits every page once. */
export function slowLine(old?: string): Promise<Figure[]> {
  return withShop(async (shop) => {
    const scripts: Timed[] = old === undefined ? ['lit', 'new'] : ['lit', 'old', 'new'];
    const rounds: { readonly script: Timed; readonly usable: number; readonly bare: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      for (const script of scripts) rounds.push({ script, ...(await once(shop, script)) });
    const seconds = (script: Timed): number =>
      median(rounds.filter((one) => one.script === script).map(({ usable }) => usable)) / 1000;
    return [
      figure('slow 3G: the page itself has arrived', median(rounds.map(({ bare }) => bare)) / 1000, 's'),
      ...scripts.map((script) =>
        figure(`slow 3G: ${NAMES[script]}`, seconds(script), 's', script === 'new' ? BAR_S : undefined),
      ),
    ];
  }, old);
}

async function once({ browser, address }: Shop, script: Timed): Promise<{ usable: number; bare: number }> {
  const page = await newPage(browser);
  const context = page.context();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', SLOW_3G);
  await noteUsable(page);
  const markup =
    script === 'lit' ? '<minimal-element></minimal-element>' : '<mytpe-pay-button offer="course"></mytpe-pay-button>';
  await page.goto(address(markup, script), { waitUntil: 'commit' });
  const usable = await usableAt(page);
  const bare = await page.evaluate(
    () => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).responseEnd,
  );
  await context.close();
  return { usable, bare };
}
