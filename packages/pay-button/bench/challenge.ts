import { type Figure, ROUNDS, figure, median } from './figures.ts';
import { SLOWDOWN, longTasksOf, open } from './long-tasks.ts';
import { CHALLENGE, type Shop, withShop } from './shop.ts';

interface Press {
  /** Milliseconds from the click to the link. */
  readonly duration: number;
  readonly longestTask: number;
}

/** Measures the delay of a challenge on a slow processor, and the longest task during it. */
export function challenge(): Promise<Figure[]> {
  return withShop(async (shop) => {
    const rounds: Record<'loaded' | 'idle', Press>[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push({ loaded: await press(shop, 'loaded'), idle: await press(shop, 'idle') });
    const of = (offer: 'loaded' | 'idle', value: keyof Press): number => median(rounds.map((one) => one[offer][value]));
    const name = `${SLOWDOWN}× slower, challenge of ${CHALLENGE.counter} × ${CHALLENGE.cost}`;
    return [
      figure(`${name}: press to link`, of('loaded', 'duration'), 'ms'),
      figure(`${SLOWDOWN}× slower, no challenge: press to link`, of('idle', 'duration'), 'ms'),
      figure(`${name}: longest task`, of('loaded', 'longestTask'), 'ms', 50),
    ];
  });
}

async function press(shop: Shop, offer: string): Promise<Press> {
  const { context, page } = await open(shop, `<mytpe-pay-button offer="${offer}"></mytpe-pay-button>`);
  await page.locator('[part=share]').waitFor();
  await page.waitForLoadState('networkidle');
  const { pressed, linked } = await page.evaluate(async () => {
    const at = (event: string) =>
      new Promise<number>((resolve) => document.addEventListener(event, () => resolve(performance.now())));
    const times = Promise.all([at('mytpe-pay'), at('mytpe-link')]);
    await document.querySelector<HTMLElement & { pay(): Promise<void> }>('mytpe-pay-button')!.pay();
    const [pressed, linked] = await times;
    return { pressed, linked };
  });
  const tasks = (await longTasksOf(page)).filter(({ start }) => start >= pressed && start < linked);
  await context.close();
  return { duration: linked - pressed, longestTask: Math.max(0, ...tasks.map(({ duration }) => duration)) };
}
