import type { CDPSession, Page } from 'playwright-core';

import { type Figure, figure } from './figures.ts';
import { longTasksOf, watchTasks } from './long-tasks.ts';
import { lastUsable, newPage, noteUsable, withShop } from './shop.ts';

const COUNT = 200;
const OFFERS = 8;
const SETTLED_MS = 5000;
const button = (index: number): string => `<mytpe-pay-button offer="offer-${index % OFFERS}"></mytpe-pay-button>`;

/** Measures two hundred buttons for eight offers on one page: requests, long tasks, and memory that remains. */
export function crowd(): Promise<Figure[]> {
  return withShop(async ({ browser, address }) => {
    const page = await newPage(browser, { viewport: { width: 1200, height: 900 } });
    const context = page.context();
    const asked: string[] = [];
    page.on('request', (request) => void (request.url().includes('/v1/offers/') && asked.push(request.url())));
    await noteUsable(page);
    await watchTasks(page);
    await page.goto(address(Array.from({ length: COUNT }, (_, index) => button(index)).join('')));
    // The page must not be inspected meanwhile, because that would add work.
    await page.waitForTimeout(SETTLED_MS);
    for (let screens = 0; screens < 10; screens += 1) await page.mouse.wheel(0, 900);
    await page.waitForTimeout(1000);
    const tasks = await longTasksOf(page);
    const usable = await lastUsable(page);
    const longest = (from: number, to: number): number =>
      Math.max(0, ...tasks.filter(({ start }) => start >= from && start < to).map(({ duration }) => duration));
    const requests = asked.length;
    const { before, after, full } = await comeAndGo(page, await context.newCDPSession(page));
    return [
      figure(`${COUNT} buttons, ${OFFERS} offers: requests for them`, requests, '', OFFERS),
      figure(`${COUNT} buttons: all usable`, usable, 'ms'),
      figure(`${COUNT} buttons: longest task while loading`, longest(0, usable), 'ms'),
      figure(`${COUNT} buttons: longest task after that, scrolling`, longest(usable, Infinity), 'ms', 50),
      figure(`${COUNT} buttons: heap each`, (full - before) / COUNT / 1000, 'kB'),
      figure(`${COUNT} buttons: heap after removing them, to before`, after / before, '×', 1.1),
    ];
  });
}

async function allUsable(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const buttons = [...document.querySelectorAll<HTMLElement & { ready: Promise<void> }>('mytpe-pay-button')];
    await Promise.all(buttons.map(({ ready }) => ready));
  });
}

/** Replaces the first two hundred buttons, which only warm up the page, by others, and removes those. */
async function comeAndGo(page: Page, devtools: CDPSession): Promise<{ before: number; full: number; after: number }> {
  const fill = (markup: string): Promise<void> =>
    page.evaluate((inside) => void (document.body.innerHTML = inside), markup);
  const markup = Array.from({ length: COUNT }, (_, index) => button(index)).join('');
  await fill('');
  const before = await heap(page, devtools);
  await fill(markup);
  await allUsable(page);
  const full = await heap(page, devtools);
  await fill('');
  return { before, full, after: await heap(page, devtools) };
}

async function heap(page: Page, devtools: CDPSession): Promise<number> {
  // The element remembers responses for a second.
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(1500);
  for (let round = 0; round < 3; round += 1) await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}
