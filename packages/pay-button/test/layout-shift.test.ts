import { expect, it } from 'vitest';

import { fontsInUse } from '../../../.ci/fonts-in-use.ts';
import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import type { OfferView } from '../src/api/types.ts';
import { OPEN, offerView } from './element/samples.ts';
import { openShopPage } from './shop-page.ts';

const ends = { ...offerView().usage, mode: 'time_window', ends_at: '2099-01-01T00:00:00Z' } as const;
const goal = { ...offerView().usage, mode: 'capped_amount', target: '900.00', collected: '90.00' } as const;

/** The content that arrives later fits the reserved height. */
it.each<[string, string, string, Partial<OfferView>]>([
  ['terms to accept', 'terms', 'terms-url="/terms" terms-required', {}],
  ['a countdown', 'note', '', { usage: ends }],
  ['a goal, and details asked', 'note', '', { usage: goal, collects_details: true }],
  ['suggested amounts', 'suggestions', '', { amount: { ...OPEN, default: '1000.00' } }],
])(
  'the layout does not shift when later content arrives: %s',
  async (_, piece, attributes, offer) => {
    const shop = await openShopPage(offer, undefined, attributes);
    try {
      // The first visit is not measured. It puts the script into the browser's cache.
      const { page, host } = await shop.visit({ font: WIDEST_FONT });
      await page.addInitScript(() => {
        const shifts: number[] = ((window as unknown as { shifts: number[] }).shifts = []);
        new PerformanceObserver((list) =>
          list.getEntries().forEach((entry) => shifts.push((entry as unknown as { value: number }).value)),
        ).observe({ type: 'layout-shift', buffered: true });
      });
      await page.reload();
      await host.locator(`[part=${piece}]`).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
      expect(await fontsInUse(await page.context().newCDPSession(page))).toEqual([WIDEST_FONT]);
    } finally {
      await shop.close();
    }
  },
  30_000,
);
