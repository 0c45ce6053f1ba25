import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { fontsInUse } from '../../../.ci/fonts-in-use.ts';
import { matrix } from '../../../.ci/sample.ts';
import { TEST_FONTS } from '../../../.ci/test-fonts.ts';
import { LANGUAGES } from '../src/shop/strings.ts';
import { accessibilityFaults } from './axe.ts';
import { type DemoSystem, button, eventually, startDemo } from './demo-system.ts';

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
  // The first view of a shared offer creates its link. The test measures later views.
  await (await demo.visit()).done();
}, 60_000);
afterAll(() => demo.close());

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
}

/** Records layout shifts. The whole page must be in view, because Chromium ignores shifts outside the viewport. */
function recordShifts(): void {
  const shifts: string[] = ((window as unknown as { shifts: string[] }).shifts = []);
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries() as LayoutShift[]) {
      const moved = sources.map(({ node, previousRect, currentRect }) => {
        const element = node instanceof Element ? node : node?.parentElement;
        return `${element?.outerHTML.slice(0, 60)} from y ${previousRect.y} to y ${currentRect.y}`;
      });
      shifts.push([value, ...moved].join('; '));
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Resolves when every button shows its offer and two more frames are rendered. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const buttons = [...document.querySelectorAll<HTMLElement & { state?: string }>('mytpe-pay-button')];
    const isSettled = ({ state, shadowRoot }: (typeof buttons)[number]): boolean =>
      state === 'ready' && shadowRoot!.adoptedStyleSheets.length > 1;
    return buttons.length > 0 && buttons.every(isSettled);
  });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

describe.each(TEST_FONTS)('while the shop loads with %s', (font) => {
  it.each(LANGUAGES)('the layout does not shift at 320, 390, 768 and 1200 px (%s)', async (language) => {
    const { page, context, done } = await demo.visit('/assets/icon.svg', { font });
    await page.addInitScript(recordShifts);
    const shifts: Record<number, string[]> = {};
    for (const width of [320, 390, 768, 1200]) {
      await page.setViewportSize({ width, height: 6000 });
      await page.goto(`${demo.shop}/?lang=${language}`);
      await settled(page);
      shifts[width] = await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
    }
    expect(shifts).toEqual({ 320: [], 390: [], 768: [], 1200: [] });
    const used = await fontsInUse(await context.newCDPSession(page));
    expect(used).toEqual(font === 'DejaVu Sans' ? [font] : [font, 'Noto Sans Arabic'].toSorted());
    await done();
  });
});

describe('while the shop loads', () => {
  it('the page requests one script and each offer once, and nothing else from the backend', async () => {
    const { page, done } = await demo.visit();
    // The last requests of the first visit do not count.
    await page.waitForLoadState('networkidle');
    const requests: string[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(demo.backend)) requests.push(new URL(request.url()).pathname);
    });
    await page.reload();
    await eventually(async () => (await button(page, 'donation').state()) === 'ready', 'usable');
    await page.waitForLoadState('networkidle');
    const offers = requests.filter((path) => path.startsWith('/v1/offers/'));
    expect(new Set(offers).size).toBe(offers.length);
    expect(requests[0]).toBe('/mytpe-pay-button.dev.js');
    expect(requests.slice(1)).toEqual(offers);
    await done();
  });
});

describe('the shop has no accessibility violation', () => {
  it.each(matrix(['fr', 'ar', 'en'], ['light', 'dark'] as const))('%s, %s', async (language, scheme) => {
    const { page, done } = await demo.visit(`/?lang=${language}`, { colorScheme: scheme });
    await eventually(async () => (await button(page, 'donation').state()) === 'ready', 'usable');
    expect(await accessibilityFaults(page)).toEqual([]);
    await done();
  });
});
