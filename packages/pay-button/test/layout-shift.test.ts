import { expect, it } from 'vitest';

import { fontsInUse } from '../../../.ci/fonts-in-use.ts';
import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import type { OfferView } from '../src/api/types.ts';
import { OPEN, offerView } from './element/samples.ts';
import { openShopPage } from './shop-page.ts';

const ends = { ...offerView().usage, mode: 'time_window', ends_at: '2099-01-01T00:00:00Z' } as const;
const goal = { ...offerView().usage, mode: 'capped_amount', target: '900.00', collected: '90.00' } as const;

/** What comes with the later files takes the room that was kept for it. */
it.each<[string, string, string, Partial<OfferView>]>([
  ['terms to accept', 'terms', 'terms-url="/terms" terms-required', {}],
  ['a countdown', 'note', '', { usage: ends }],
  ['a goal, and details asked', 'note', '', { usage: goal, collects_details: true }],
  ['suggested amounts', 'suggestions', '', { amount: { ...OPEN, default: '1000.00' } }],
])(
  'nothing jumps when the later files come: %s',
  async (_, piece, attributes, offer) => {
    const shop = await openShopPage(offer, undefined, attributes);
    try {
      // The shop's page is reached once without being watched: the script stays in the browser's cache from then on.
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
