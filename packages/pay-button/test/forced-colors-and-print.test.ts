import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { linkView } from './element/samples.ts';
import { type ShopPage, openShopPage } from './shop-page.ts';

let shop: ShopPage;
beforeAll(async () => {
  const made = linkView({ paid: true, payable: false, status: 'exhausted', receipt: 'a.b.c' });
  shop = await openShopPage({}, made);
}, 30_000);
afterAll(() => shop.close(), 30_000);

const style = (piece: Locator, property: string): Promise<string> =>
  piece.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);

it.each(['light', 'dark'] as const)(
  'forced colours (%s): controls have a border, and the tick is visible',
  async (colorScheme) => {
    const { page, host } = await shop.visit({ forcedColors: 'active', colorScheme });
    await host.locator('[part=share]').waitFor();
    await expect.poll(() => style(host.locator('[part=pay]'), 'border-top-width')).toBe('2px');
    await host.locator('[part=pay]').click();
    const tick = host.locator('[part=paid] svg');
    await tick.waitFor();
    expect(await style(tick, 'stroke')).not.toBe(await style(tick, 'background-color'));
    await page.context().close();
  },
  30_000,
);

it('print: dark on white, without the controls', async () => {
  const { page, host } = await shop.visit({ colorScheme: 'dark' });
  const share = host.locator('[part=share]');
  await share.waitFor();
  await page.emulateMedia({ media: 'print' });
  await expect.poll(() => share.isVisible()).toBe(false);
  const base = host.locator('[part=base]');
  expect(await style(base, 'background-color')).toBe('rgb(255, 255, 255)');
  for (const name of ['title', 'price', 'pay'])
    expect(await style(host.locator(`[part=${name}]`), 'color')).toBe('rgb(0, 0, 0)');
  await page.context().close();
}, 30_000);
