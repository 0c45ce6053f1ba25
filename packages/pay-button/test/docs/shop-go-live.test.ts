import { readFileSync } from 'node:fs';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { launch, type SitePage, visit } from './merchant-site.ts';

const content = new URL('../../../../apps/docs/src/content/docs/', import.meta.url);
/** The HTML on the page about going live. */
const sampleIn = (folder: string): string => {
  const text = readFileSync(new URL(`${folder}shop/go-live.md`, content), 'utf8');
  return /^```html\n(.*?)^```/ms.exec(text)![1]!;
};

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe.each(['', 'fr/', 'ar/'])('the HTML on the page about going live, %s', (folder) => {
  async function shop(site: Partial<SitePage> = {}) {
    const visited = await visit(browser, { script: '', markup: sampleIn(folder), ...site });
    onTestFinished(visited.close);
    return { ...visited, part: (name: string) => visited.page.locator(`mytpe-pay-button [part=${name}]`) };
  }

  it('does not create a link before the payer accepts the terms', async () => {
    const { page, part, requested } = await shop();
    expect(await part('terms').locator('a').getAttribute('href')).toBe('https://shop.example/terms');
    await part('pay').click();
    await part('problem').filter({ hasText: 'Tick the box' }).waitFor();
    expect(requested.filter((path) => path.startsWith('/v1/links'))).toEqual([]);
    const posted = page.waitForRequest((request) => request.method() === 'POST');
    await part('terms').locator('input').check();
    await part('pay').click();
    expect((await posted).postDataJSON()).toMatchObject({ offer: 'tshirt' });
  });

  it('shows the logos, and no sharing', async () => {
    const { page, part } = await shop();
    await part('pay').waitFor();
    expect(await page.locator('img').evaluateAll((all) => all.map((one) => (one as HTMLImageElement).alt))).toEqual([
      'CIB',
      'Edahabia',
    ]);
    expect(
      await part('cards')
        .locator('slot')
        .evaluate((slot) => (slot as HTMLSlotElement).assignedElements().length),
    ).toBe(1);
    expect(await part('share').count()).toBe(0);
  });

  it('without the script shows a link that does not lead to a payment, and SATIM’s number', async () => {
    const { page } = await shop({ scripts: { '/mytpe-pay-button.js': '' } });
    const link = page.locator('mytpe-pay-button a');
    expect([await link.isVisible(), await link.getAttribute('href')]).toEqual([true, 'https://shop.example/contact']);
    expect(await page.locator('p').innerText()).toContain('3020');
  });
});
