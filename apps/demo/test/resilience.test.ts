import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type BrowserContext, type Locator, type Page, type Route, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';
import { fontScript } from '../../../.ci/test-fonts.ts';
import { type DemoSystem, button, eventually, startDemo } from './demo-system.ts';

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

async function press(context: BrowserContext, pay: Locator): Promise<Page> {
  const [hosted] = await Promise.all([context.waitForEvent('page'), pay.click()]);
  await hosted.waitForURL(/\/pay\//);
  return hosted;
}

async function payThere(hosted: Page): Promise<void> {
  await hosted.locator('[data-testid=pay]').click();
  await hosted.locator('[data-testid=result][data-result=paid]').waitFor();
}

describe('while the payment is open', () => {
  it('the backend may restart', async () => {
    const { page, context, done } = await demo.visit();
    const { pay, state } = button(page, 'tshirt');
    const hosted = await press(context, pay);
    await demo.stopBackend();
    await payThere(hosted);
    await demo.startBackend();
    await eventually(async () => (await state()) === 'paid', 'the payment is shown', 30);
    await done();
  });

  it('the event stream may be cut repeatedly, or buffered by a proxy', async () => {
    const fates = [(route: Route) => route.abort(), () => new Promise(() => {})];
    const waiting = fates.map(async (fate) => {
      const { page, context, done } = await demo.visit();
      await page.route('**/events?*', fate);
      const { pay, state } = button(page, 'tshirt');
      await payThere(await press(context, pay));
      // The backend itself polls a link without listeners less often.
      await eventually(async () => (await state()) === 'paid', 'it asks instead', 60);
      await done();
    });
    await Promise.all(waiting);
  }, 90_000);

  it('the network may be unavailable for a while', async () => {
    const { page, context, done } = await demo.visit();
    const { pay, state } = button(page, 'tshirt');
    const hosted = await press(context, pay);
    const url = hosted.url();
    await context.setOffline(true);
    const elsewhere = await demo.visit(url);
    await payThere(elsewhere.page);
    await elsewhere.done();
    expect(await state()).toBe('opened');
    await context.setOffline(false);
    await eventually(async () => (await state()) === 'paid', 'it catches up', 30);
    await done();
  });
});

describe('an order stays one order', () => {
  it('shows a missing network and the page’s own link, and continues when the network returns', async () => {
    const before = await demo.creates();
    const { page, context, done } = await demo.visit();
    const { pay, host, state } = button(page, 'tshirt');
    await pay.waitFor();
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await pay.click();
    await eventually(() => host.locator('[part=error]').isVisible(), 'the failure is shown');
    expect(await host.locator('a.fallback').isVisible()).toBe(true);
    expect([await state(), context.pages().length]).toEqual(['ready', 1]);
    await context.setOffline(false);
    await press(context, pay);
    expect(await host.locator('[part=error]').count()).toBe(0);
    expect((await demo.creates()) - before).toBe(1);
    await done();
  });

  it('creates no second link after a lost response and a reload', async () => {
    const before = await demo.creates();
    const { page, context, done } = await demo.visit();
    const { pay, host } = button(page, 'tshirt');
    const keys: (string | undefined)[] = [];
    let made = '';
    await page.route('**/v1/links?*', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (route.request().method() !== 'POST' || keys.length > 1) return route.continue();
      // The backend has created the link, but the page never gets the response.
      made = ((await (await route.fetch()).json()) as { url: string }).url;
      await route.abort();
    });
    await pay.click();
    await eventually(() => host.locator('[part=error]').isVisible(), 'the failure is shown');
    await page.reload();
    const hosted = await press(context, pay);
    expect(hosted.url()).toContain(new URL(made).pathname);
    expect(keys).toEqual([keys[0], keys[0]]);
    expect((await demo.creates()) - before).toBe(1);
    await done();
  });

  it('confirms a click immediately on a slow connection, and ignores further clicks', async () => {
    const before = await demo.creates();
    const { page, context, done } = await demo.visit();
    const { pay, state } = button(page, 'tshirt');
    await pay.waitFor();
    await page.waitForLoadState('networkidle');
    const devtools = await context.newCDPSession(page);
    const line = { offline: false, latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000 };
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', line);
    const opened = context.waitForEvent('page');
    await pay.click();
    expect(await state()).toBe('creating');
    expect(await pay.getAttribute('aria-disabled')).toBe('true');
    for (let times = 0; times < 3; times += 1) await pay.evaluate((one) => (one as HTMLElement).click());
    await (await opened).waitForURL(/\/pay\//);
    expect(context.pages().length).toBe(2);
    expect((await demo.creates()) - before).toBe(1);
    await done();
  });
});

describe('a payer who pays in this tab and goes back', () => {
  // A separate page, because the demo's own pages disable the back-forward cache.
  const shop = createServer((_request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        `<!doctype html><title>Shop</title><script type="module" src="${demo.backend}/mytpe-pay-button.js"></script><main id="tshirt"><mytpe-pay-button offer="tshirt" target="_self"></mytpe-pay-button></main>`,
      ),
  );
  let address: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`;
  });
  afterAll(() => void shop.close());

  it.each([
    ['from the back-forward cache', true],
    ['after a reload', false],
  ])('sees the payment %s', async (_, keeps) => {
    const browser = await chromium.launch({
      executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium',
      args: [...BROWSER_FLAGS],
      ...(keeps && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    });
    try {
      const page = await browser.newPage();
      await page.addInitScript(fontScript());
      await page.goto(address);
      const { pay, state } = button(page, 'tshirt');
      await pay.waitFor();
      await page.evaluate(() => {
        addEventListener('pageshow', ({ persisted }) => Object.assign(window, { kept: persisted }));
      });
      await pay.click();
      await page.waitForURL(/\/pay\//);
      await payThere(page);
      // Back over the paid page. A page from the cache fires no load event, so the test waits for its address.
      await page.evaluate(() => history.go(-2));
      await page.waitForURL(address, { waitUntil: 'commit' });
      await eventually(async () => (await state()) === 'paid', 'it catches up');
      expect(await page.evaluate(() => (window as unknown as { kept?: boolean }).kept ?? false)).toBe(keeps);
    } finally {
      await browser.close();
    }
  });
});
