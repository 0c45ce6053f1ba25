import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { matrix } from '../../../.ci/sample.ts';
import { accessibilityFaults } from './axe.ts';
import { type DemoSystem, button, eventually, startDemo } from './demo-system.ts';

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
  // The first view of a shared offer makes its link; a shop's pages are seen more than once.
  await (await demo.visit()).done();
}, 60_000);
afterAll(() => demo.close());

describe('while the shop loads', () => {
  // So tall that all of the page is in view: what moves below the fold would not be counted.
  it.each(matrix(['fr', 'ar', 'en'], [320, 390, 768, 1200]))('nothing jumps (%s, %i px)', async (language, width) => {
    const { page, done } = await demo.visit('/', { viewport: { width, height: 6000 } });
    await page.addInitScript(() => {
      const shifts: number[] = ((window as unknown as { shifts: number[] }).shifts = []);
      new PerformanceObserver((list) =>
        list.getEntries().forEach((entry) => shifts.push((entry as unknown as { value: number }).value)),
      ).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${demo.shop}/?lang=${language}`);
    await eventually(async () => (await button(page, 'donation').state()) === 'ready', 'usable');
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
    await done();
  });

  it('the button needs its script, then the offer and one language side by side, and nothing else to be usable', async () => {
    const { page, done } = await demo.visit();
    // The first visit's own last requests are not the second's.
    await page.waitForLoadState('networkidle');
    const requests: string[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(demo.backend))
        requests.push(new URL(request.url()).pathname.replace(/-[\w-]{8}\.js$/, '.js'));
    });
    await page.reload();
    await eventually(async () => (await button(page, 'donation').state()) === 'ready', 'usable');
    await page.waitForLoadState('networkidle');
    const offers = requests.filter((path) => path.startsWith('/v1/offers/'));
    expect(requests[0]).toBe('/mytpe-pay-button.js');
    expect(new Set(offers).size).toBe(offers.length);
    const others = requests.filter((path) => !path.startsWith('/v1/offers/'));
    expect(others.filter((path) => path.includes('/press')).length).toBeLessThanOrEqual(1);
    expect(others.map((path) => path.replace(/^\/v[^/]+/, '')).slice(0, 2)).toEqual(['/mytpe-pay-button.js', '/fr.js']);
    await done();
  });
});

describe('the shop has no accessibility fault', () => {
  it.each(matrix(['fr', 'ar', 'en'], ['light', 'dark'] as const))('%s, %s', async (language, scheme) => {
    const { page, done } = await demo.visit(`/?lang=${language}`, { colorScheme: scheme });
    await eventually(async () => (await button(page, 'donation').state()) === 'ready', 'usable');
    expect(await accessibilityFaults(page)).toEqual([]);
    await done();
  });
});
