/** Measures the layout shift while the shop loads. The button's own benchmarks are in its package. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { button, eventually, startDemo } from '../test/demo-system.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function layoutShift(): Promise<number> {
  const demo = await startDemo();
  try {
    await (await demo.visit()).done();
    const { page } = await demo.visit('/');
    await page.addInitScript(() => {
      const seen = window as unknown as { shift: number };
      seen.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.reload();
    await eventually(async () => (await button(page, 'donation').state()) === 'ready', 'the shop is usable');
    await page.waitForLoadState('networkidle');
    return await page.evaluate(() => (window as unknown as { shift: number }).shift);
  } finally {
    await demo.close();
  }
}

const shift = await layoutShift();
const results = [{ name: 'layout shift while the shop loads', value: shift, unit: '', bar: '0', ok: shift === 0 }];
mkdirSync(here('../.reports'), { recursive: true });
writeFileSync(here('../.reports/bench.json'), JSON.stringify(results, null, 2));
