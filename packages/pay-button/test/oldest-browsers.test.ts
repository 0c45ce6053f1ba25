import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import { type SitePage, type Visit, launch, visit } from './docs/merchant-site.ts';
import { OPEN, linkView } from './element/samples.ts';
import { parseAsOldest, unguardedFeatures } from './oldest/find-newer.ts';
import { NEWER_FEATURES } from './oldest/newer-features.ts';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const scripts = ['dropin', 'npm', 'npm/frameworks'].flatMap((folder) =>
  readdirSync(dist + folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => `${folder}/${name}`),
);

describe('the built files run in the oldest browsers', () => {
  it.each(scripts)('%s', (name) => {
    const code = readFileSync(dist + name, 'utf8');
    expect(() => parseAsOldest(code)).not.toThrow();
    expect(unguardedFeatures(code)).toEqual([]);
  });

  it.each(['using file = open();', 'const dashes = /[a--b]/v;', "import a from './a.json' with { type: 'json' };"])(
    'the check finds newer syntax: %s',
    (code) => expect(() => parseAsOldest(code)).toThrow(SyntaxError),
  );

  it('the check finds unguarded newer features', () => {
    const used = 'list.toSorted(); scheduler.yield(); Object["groupBy"](a, b); new Intl.Segmenter();';
    expect(unguardedFeatures(used)).toEqual(['toSorted', 'scheduler', 'groupBy', 'Segmenter']);
    const guarded = `AbortSignal.timeout?.(1); scheduler?.yield(); try { list.toSorted() } catch {} JSON.parse('');`;
    expect(unguardedFeatures(guarded)).toEqual([]);
    expect(unguardedFeatures('try {} catch { list.toSorted() } finally { set.union(other) }')).toHaveLength(2);
  });
});

/** Removes what a browser of that age lacks: features, states without dashes, and unsupported CSS. */
function ageing(age: 'Chrome 100' | 'Firefox 115 and Safari 16.4'): string {
  return `{
    const features = ${JSON.stringify(NEWER_FEATURES)};
    const holderOf = (path) => path.split('.').slice(0, -1).reduce((holder, name) => holder?.[name], globalThis);
    for (const path of features) { const holder = holderOf(path); if (holder) delete holder[path.split('.').at(-1)]; }
    globalThis.stillThere = features.filter((path) => { const holder = holderOf(path); return holder && path.split('.').at(-1) in holder; });
    const { add } = CustomStateSet.prototype;
    if (${age === 'Chrome 100'})
      CustomStateSet.prototype.add = function (state) {
        if (!state.startsWith('--')) throw new DOMException('no dashes', 'SyntaxError');
        return add.call(this, state);
      };
    else delete ElementInternals.prototype.states;
    const { replaceSync } = CSSStyleSheet.prototype;
    CSSStyleSheet.prototype.replaceSync = function (text) {
      return replaceSync.call(this, text.replaceAll(':has(', ':unknown(').replaceAll('color-mix(', 'unknown-mix('));
    };
  }`;
}

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

const MARKUP = '<mytpe-pay-button offer="course" lang="fr" terms-url="/terms" terms-required></mytpe-pay-button>';

describe.each(['Chrome 100', 'Firefox 115 and Safari 16.4'] as const)('with only the features of %s', (age) => {
  const open = async (site: Partial<SitePage>): Promise<Visit> => {
    const options = { viewport: { width: 320, height: 900 } };
    const visited = await visit(browser, {
      markup: MARKUP,
      before: ageing(age),
      options,
      font: WIDEST_FONT,
      ...site,
    });
    expect(await visited.page.evaluate(() => (globalThis as unknown as { stillThere: string[] }).stillThere)).toEqual(
      [],
    );
    return visited;
  };
  const pay = async (page: Page): Promise<void> => {
    await page.locator('[part=terms] input').check();
    await page.locator('[part=pay]').click();
  };

  it('an amount is typed, refused, corrected and paid', async () => {
    const made = linkView({ paid: true, payable: false, status: 'exhausted', receipt: 'a.b.c' });
    const { page, consoleErrors, close } = await open({ offer: { amount: OPEN }, made });
    await page.locator('#amount').fill('1 020');
    await page.locator('[part=pay]').click();
    await page.locator('[part=nearest]').click();
    const posted = page.waitForRequest((request) => request.method() === 'POST');
    await pay(page);
    expect((await posted).postDataJSON()).toMatchObject({ amount: '1000.00' });
    await page.locator('[part=receipt]').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('the link opens in a tab, is watched, copied and shared with its code', async () => {
    const { page, consoleErrors, close } = await open({});
    const [tab] = await Promise.all([page.waitForEvent('popup'), pay(page)]);
    await tab.waitForURL(linkView().url);
    await page.locator('[part=opened]').waitFor();
    await page.locator('[part=share]').click();
    await page.locator('[part=qr] path[d^=M]').waitFor();
    for (const way of ['whatsapp', 'email']) expect(await page.locator(`[part=${way}]`).count()).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(consoleErrors).toEqual([]);
    await close();
  });
});
