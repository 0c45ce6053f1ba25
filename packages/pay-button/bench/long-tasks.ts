import type { BrowserContext, Page } from 'playwright-core';

import { type Figure, ROUNDS, figure, median } from './figures.ts';
import { type Shop, newPage, withShop } from './shop.ts';

/** As browsers see it: what keeps the page from answering for less than 50 ms is no long task. */
const BAR_MS = 50;
export const SLOWDOWN = 4;
/** What the payer does, and after how long everything that follows has happened, also on a slow processor. */
const SETTLED_MS = 3000;
const STEPS = ['loading', 'typing an amount', 'pressing', 'sharing'] as const;
type Step = (typeof STEPS)[number];

interface Task {
  readonly start: number;
  readonly duration: number;
}
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The longest task of each step on a processor slowed down to a quarter; 0 where none is long. Nothing looks into the page
 * meanwhile, because looking is work as well: where to press is known from a rehearsal.
 */
export function longTasks(): Promise<Figure[]> {
  return withShop(async (shop) => {
    const places = await rehearse(shop);
    const rounds: Record<Step | 'bare', number>[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push({ bare: await bare(shop), ...(await perform(shop, places)) });
    const of = (step: Step | 'bare'): number => median(rounds.map((one) => one[step]));
    return [
      figure(`${SLOWDOWN}× slower, a page without anything: longest task`, of('bare'), 'ms'),
      ...STEPS.map((step) => figure(`${SLOWDOWN}× slower, ${step}: longest task`, of(step), 'ms', BAR_MS)),
    ];
  });
}

/** Opens a page of the shop on a slowed down processor, where a press opens no tab. */
export async function open(
  { browser, address }: Shop,
  buttons: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const page = await newPage(browser, { viewport: { width: 500, height: 900 } });
  const context = page.context();
  await watchTasks(page);
  // The payer's tab costs what MyTPE's page costs.
  await page.addInitScript(() => {
    const tab = { opener: null, closed: false, location: { replace: () => {} }, close: () => {} };
    window.open = () => tab as unknown as Window;
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.goto(address(buttons));
  return { context, page };
}

const BUTTON = '<mytpe-pay-button offer="open"></mytpe-pay-button>';
const AMOUNT = '12 500';

/** Where a payer presses for the amount, to pay and to share. */
async function rehearse(shop: Shop): Promise<readonly [amount: Point, pay: Point, share: Point]> {
  const { context, page } = await open(shop, BUTTON);
  const place = async (of: string): Promise<Point> => {
    const { x, y, width, height } = (await page.locator(of).boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  const amount = await place('#amount');
  await page.locator('#amount').fill(AMOUNT);
  await page.locator('[part=pay] bdi').waitFor();
  const pay = await place('[part=pay]');
  await page.locator('[part=pay]').click();
  await page.locator('[part=opened]').waitFor();
  const share = await place('[part=share]');
  await context.close();
  return [amount, pay, share];
}

async function perform(
  shop: Shop,
  [amount, pay, share]: readonly [Point, Point, Point],
): Promise<Record<Step, number>> {
  const { context, page } = await open(shop, BUTTON);
  await page.waitForTimeout(SETTLED_MS);
  await page.mouse.click(amount.x, amount.y);
  await page.keyboard.type(AMOUNT, { delay: 100 });
  await page.waitForTimeout(SETTLED_MS);
  for (const { x, y } of [pay, share]) {
    await page.mouse.click(x, y);
    await page.waitForTimeout(SETTLED_MS);
  }
  const tasks = await longTasksOf(page);
  const [typing, pressing, sharing] = await pressedAt(page);
  if ((await page.locator('[part=qr]').count()) !== 1) throw new Error('the payer pressed beside it');
  await context.close();
  const longest = (from: number, to: number): number =>
    Math.max(0, ...tasks.filter(({ start }) => start >= from && start < to).map(({ duration }) => duration));
  return {
    loading: longest(0, typing!),
    'typing an amount': longest(typing!, pressing!),
    pressing: longest(pressing!, sharing!),
    sharing: longest(sharing!, Infinity),
  };
}

async function bare(shop: Shop): Promise<number> {
  const { context, page } = await open(shop, '');
  await page.waitForTimeout(SETTLED_MS);
  const tasks = await longTasksOf(page);
  await context.close();
  return Math.max(0, ...tasks.map(({ duration }) => duration));
}

interface Watched {
  tasks: Task[];
  pressedAt: number[];
}

/** Has the page write down its long tasks, and when something was pressed; to call before it is opened. */
export async function watchTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = Object.assign(window as unknown as Watched, { tasks: [], pressedAt: [] });
    addEventListener('pointerdown', ({ timeStamp }) => watched.pressedAt.push(timeStamp), true);
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) watched.tasks.push({ start: startTime, duration });
    }).observe({ type: 'longtask', buffered: true });
  });
}

/** The page's long tasks until now, ms since its beginning. */
export function longTasksOf(page: Page): Promise<Task[]> {
  return page.evaluate(() => (window as unknown as Watched).tasks);
}

function pressedAt(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as Watched).pressedAt);
}
