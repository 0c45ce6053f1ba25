import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { codeBlocks, sitePage } from '../../../../.ci/site-page.ts';
import { codeUnder } from './documents.ts';
import { SIGNED_OFFER, launch, visit } from './merchant-site.ts';

const sharing = sitePage('develop/sharing');
const quickStart = sitePage('develop/index');
const module = (code: string): string => `<script type="module">${code}</script>`;

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

describe('the examples of sharing', () => {
  it('offer the named ways, with a button of the page', async () => {
    const own = 'Add your own share button';
    const [tag] = codeUnder(sharing, 'Choose the ways to share', 'html');
    const [button] = codeUnder(sharing, own, 'html');
    const [script] = codeUnder(sharing, own, 'js');
    const { page, consoleErrors, close } = await visit(browser, { markup: tag! + button! + module(script!) });
    await page.locator('[part=pay]').waitFor();
    await page.locator('#pass-it-on').click();
    await page.locator('[part=qr] path[d^=M]').waitFor();
    for (const way of ['copy', 'qr', 'whatsapp']) expect(await page.locator(`[part=${way}]`).count()).toBe(1);
    for (const way of ['native', 'email']) expect(await page.locator(`[part=${way}]`).count()).toBe(0);
    expect(consoleErrors).toEqual([]);
    await close();
  });
});

describe('the quick start', () => {
  it('shows the button on a page with the script tag', async () => {
    const [markup] = codeUnder(quickStart, 'With a script tag', 'html');
    const { page, consoleErrors, requested, close } = await visit(browser, { markup: markup!, script: '' });
    await page.locator('[part=pay]').waitFor();
    expect(requested).toEqual(['/mytpe-pay-button.js', '/v1/offers/donation']);
    expect(await page.locator('mytpe-pay-button > a').isVisible()).toBe(false);
    expect(consoleErrors).toEqual([]);
    await close();
  });

  it('fetches a signed offer for a cart, and reports the order', async () => {
    const [script] = codeUnder(quickStart, 'Sell a cart', 'js');
    const { page, close } = await visit(browser, {
      markup: `<mytpe-pay-button lang="en"></mytpe-pay-button>${module(script!)}`,
    });
    await page.locator('[part=pay]').waitFor();
    const posted = page.waitForRequest((request) => request.url().includes('/v1/links'));
    await page.locator('[part=pay]').click();
    const order = (await posted).postDataJSON() as Record<string, string>;
    expect(order).toMatchObject({ reference: 'order-1042', offer_token: SIGNED_OFFER });
    await close();
  });

  it('names the files for editors that the package has', () => {
    const [settings] = codeUnder(quickStart, 'Complete tags in your editor', 'json');
    const files = Object.values(JSON.parse(settings!) as Record<string, [string]>).flat();
    const built = globSync('dist/vscode.*.json', { cwd: fileURLToPath(new URL('../../', import.meta.url)) });
    expect(files.toSorted()).toEqual(built.map((file) => `./node_modules/@mytpe-pay/button/${file}`).toSorted());
  });
});

/** The site shows the result below these examples. */
describe.each(['develop/theming', 'develop/sharing'])('the live examples of %s', (name) => {
  const examples = codeBlocks(sitePage(name)).filter(({ language, meta }) => `${language} ${meta}` === 'html live');

  it('are complete, and render without a message of the browser', async () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const { code } of examples) {
      const { page, consoleErrors, close } = await visit(browser, { markup: code });
      await page.locator('[part=pay]').waitFor();
      expect(consoleErrors).toEqual([]);
      await close();
    }
  });
});
