import type { BrowserContext, Page } from 'playwright-core';

import { type Figure, ROUNDS, figure, median } from './figures.ts';
import { type Script, type Shop, newPage, withShop } from './shop.ts';

/** Browsers report only tasks longer than this. */
const LONG_MS = 50;
/** The limit for loading, as a multiple of the longest task of a page with a minimal Lit element. */
const LOADING_BAR = 1.5;
export const SLOWDOWN = 4;
/** The time after which each step of the payer has finished, also on a slow processor. */
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
 * Measures the longest task of each step on a processor slowed down to a quarter, 0 where none is long. Each round visits
 * every page once, so that all pages have the same conditions. Positions of the controls come from a rehearsal, because
 * reading them during a measurement would add work.
 * @param old directory of an older drop-in to compare with.
 */
export function longTasks(old?: string): Promise<Figure[]> {
  return withShop(async (shop) => {
    const scripts: Script[] = old === undefined ? ['new'] : ['old', 'new'];
    const places = new Map<Script, Places>();
    for (const script of scripts) places.set(script, await rehearse(shop, script));
    const measured = new Map<string, number[]>();
    const note = (name: string, value: number): void => void measured.set(name, [...(measured.get(name) ?? []), value]);
    for (let round = 0; round < ROUNDS; round += 1) {
      note('bare', await load(shop, '', 'none'));
      note('lit', await load(shop, '<minimal-element></minimal-element>', 'lit'));
      for (const [script, at] of places)
        for (const [step, value] of Object.entries(await perform(shop, at, script))) note(`${script} ${step}`, value);
    }
    const of = (name: string): number => median(measured.get(name)!);
    const [bare, lit] = [of('bare'), of('lit')];
    return [
      figure(`${SLOWDOWN}× slower, a page without script: longest task`, bare, 'ms'),
      figure(`${SLOWDOWN}× slower, a page with a minimal Lit element: longest task`, lit, 'ms'),
      ...scripts.flatMap((script) => figuresOf(script, bare, lit, (step) => of(`${script} ${step}`))),
    ];
  }, old);
}

/** Creates the figures of one script. Only this build has limits. In the ratio an unreported task counts as 50 ms. */
function figuresOf(script: Script, bare: number, lit: number, of: (step: Step) => number): Figure[] {
  const name = (step: Step): string =>
    `${SLOWDOWN}× slower, ${script === 'old' ? 'older build, ' : ''}${step}: longest task`;
  const bar = (value: number): number | undefined => (script === 'new' ? value : undefined);
  const ratio = Math.max(LONG_MS, of('loading')) / Math.max(LONG_MS, lit);
  return [
    ...STEPS.map((step) => figure(name(step), of(step), 'ms', step === 'loading' ? undefined : bar(bare + LONG_MS))),
    figure(`${name('loading')}, to the page with a minimal Lit element`, ratio, '×', bar(LOADING_BAR)),
  ];
}

/** Opens a page of the shop on a slowed down processor, where a click opens no tab. */
export async function open(
  { browser, address }: Shop,
  buttons: string,
  script?: Script,
): Promise<{ context: BrowserContext; page: Page }> {
  const page = await newPage(browser, { viewport: { width: 500, height: 900 } });
  const context = page.context();
  await watchTasks(page);
  // The benchmark must not include the cost of MyTPE's page in the payer's tab.
  await page.addInitScript(() => {
    const tab = { opener: null, closed: false, location: { replace: () => {} }, close: () => {} };
    window.open = () => tab as unknown as Window;
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.goto(address(buttons, script));
  return { context, page };
}

const BUTTON = '<mytpe-pay-button offer="open"></mytpe-pay-button>';
const AMOUNT = '12 500';

/** The positions of the amount field, of Pay and of Share. */
type Places = readonly [amount: Point, pay: Point, share: Point];

async function rehearse(shop: Shop, script: Script): Promise<Places> {
  const { context, page } = await open(shop, BUTTON, script);
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

async function perform(shop: Shop, [amount, pay, share]: Places, script: Script): Promise<Record<Step, number>> {
  const { context, page } = await open(shop, BUTTON, script);
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
  if ((await page.locator('[part=qr]').count()) !== 1) throw new Error('the click missed its target');
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

/** Measures the longest task of a page that only loads. */
async function load(shop: Shop, markup: string, script: Script): Promise<number> {
  const { context, page } = await open(shop, markup, script);
  await page.waitForTimeout(SETTLED_MS);
  const tasks = await longTasksOf(page);
  await context.close();
  return Math.max(0, ...tasks.map(({ duration }) => duration));
}

interface Watched {
  tasks: Task[];
  pressedAt: number[];
}

/** Makes the page record its long tasks and clicks. Call it before the page opens. */
export async function watchTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched = Object.assign(window as unknown as Watched, { tasks: [], pressedAt: [] });
    addEventListener('pointerdown', ({ timeStamp }) => watched.pressedAt.push(timeStamp), true);
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) watched.tasks.push({ start: startTime, duration });
    }).observe({ type: 'longtask', buffered: true });
  });
}

/** The page's long tasks so far, in ms since its start. */
export function longTasksOf(page: Page): Promise<Task[]> {
  return page.evaluate(() => (window as unknown as Watched).tasks);
}

function pressedAt(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as Watched).pressedAt);
}
