import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { launch, visit } from './docs/merchant-site.ts';

const COUNT = 200;
const OFFERS = 8;

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

/** Adds two hundred buttons for eight offers to the page. Resolves when all are shown. */
async function gather(page: Page): Promise<void> {
  await page.evaluate(
    async ([count, offers]) => {
      await customElements.whenDefined('mytpe-pay-button');
      const buttons = Array.from({ length: count }, (_, index) => {
        const button = document.createElement('mytpe-pay-button') as HTMLElement & { ready: Promise<void> };
        button.setAttribute('offer', `offer-${index % offers}`);
        return button;
      });
      document.body.append(...buttons);
      await Promise.all(buttons.map(({ ready }) => ready));
    },
    [COUNT, OFFERS] as const,
  );
  await page.waitForLoadState('networkidle');
}

/** Clicks one button of each offer, which creates and watches its link. */
async function press(page: Page): Promise<void> {
  await page.evaluate(async (offers) => {
    const tab = { opener: null, closed: false, location: { replace: () => {} }, close: () => {} };
    window.open = () => tab as unknown as Window;
    const buttons = [...document.querySelectorAll<HTMLElement & { pay(): Promise<void> }>('mytpe-pay-button')];
    await Promise.all(buttons.slice(0, offers).map((button) => button.pay()));
  }, OFFERS);
}

/** Removes all buttons, as a page that starts over does. */
async function disperse(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.body.replaceChildren();
    sessionStorage.clear();
  });
  // The element remembers responses for a second.
  await page.waitForTimeout(1200);
}

async function heapAfterCollecting(devtools: CDPSession): Promise<number> {
  for (let round = 0; round < 3; round += 1) await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}

/** The number of the page's elements that are still in memory. */
async function alive(devtools: CDPSession): Promise<number> {
  const expression = "customElements.get('mytpe-pay-button').prototype";
  const { result } = await devtools.send('Runtime.evaluate', { expression });
  const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! });
  const { result: length } = await devtools.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!,
    functionDeclaration: 'function () { return this.length }',
  });
  await devtools.send('Runtime.releaseObject', { objectId: objects.objectId! });
  await devtools.send('Runtime.releaseObject', { objectId: result.objectId! });
  return length.value as number;
}

it('two hundred buttons send one request per offer, load each file once, and leave nothing in memory', async () => {
  const { page, consoleErrors, close } = await visit(browser, { markup: '', options: { locale: 'fr' } });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await gather(page);
  expect(await page.locator('[part=pay]').count()).toBe(COUNT);
  const offers = requests.filter((path) => path.startsWith('/v1/offers/'));
  expect(offers.toSorted()).toEqual(Array.from({ length: OFFERS }, (_, index) => `/v1/offers/offer-${index}`));
  expect(new Set(requests).size).toBe(requests.length);

  await press(page);
  const devtools = await page.context().newCDPSession(page);
  expect(await alive(devtools)).toBe(COUNT);
  await disperse(page);
  // Open requests keep their elements in memory, for 20 seconds at most.
  await expect.poll(() => alive(devtools), { timeout: 30_000 }).toBe(0);
  const before = await heapAfterCollecting(devtools);

  await gather(page);
  await press(page);
  expect((await devtools.send('Runtime.getHeapUsage')).usedSize).toBeGreaterThan(before * 1.1);
  await disperse(page);
  await expect.poll(() => alive(devtools), { timeout: 20_000 }).toBe(0);
  expect(await heapAfterCollecting(devtools)).toBeLessThan(before * 1.1);
  expect(consoleErrors).toEqual([]);
  await close();
}, 90_000);
