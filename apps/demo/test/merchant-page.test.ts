import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { matrix } from '../../../.ci/sample.ts';
import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import { accessibilityFaults } from './axe.ts';
import { type DemoSystem, eventually, startDemo } from './demo-system.ts';

const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
let demo: DemoSystem;
beforeAll(async () => void (demo = await startDemo({ ADMIN_TOKEN })), 60_000);
afterAll(() => demo.close());

const offers = (page: Page) => page.locator('.offers > li');
const scrollsSideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Waits until the page has buttons and each shows its offer. */
async function buttonsReady(page: Page): Promise<void> {
  const states = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('mytpe-pay-button')].map((button) => (button as { state?: string }).state),
    );
  await eventually(async () => [...new Set(await states())].join() === 'ready', 'every button is ready');
}

describe('the merchant’s page', () => {
  it.each(matrix(['fr', 'ar', 'en'], ['light', 'dark'] as const, [320, 1280]))(
    'has no accessibility violation and scrolls in one direction (%s, %s, %i px)',
    async (language, colorScheme, width) => {
      const { page, done } = await demo.visit('/', {
        viewport: { width, height: 900 },
        colorScheme,
        font: WIDEST_FONT,
      });
      const complaints: string[] = [];
      page.on(
        'console',
        (message) => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())),
      );
      await page.goto(`${demo.backend}/?lang=${language}`);
      await buttonsReady(page);
      for (const summary of await page.locator('main summary').all()) await summary.click();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await scrollsSideways(page)).toBe(false);
      expect(complaints).toEqual([]);
      await done();
    },
  );

  it('copies the lines to paste, and confirms it', async () => {
    const { page, context, done } = await demo.visit();
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: demo.backend });
    await page.goto(`${demo.backend}/?lang=en`);
    const copy = page.getByRole('button', { name: 'Copy: Paste this into your page, donation' });
    await copy.click();
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toBe(await page.locator('#lines-donation').textContent());
    expect(text).toContain(`src="${demo.backend}/mytpe-pay-button.js"`);
    await done();
  });

  it('opens MyTPE in a new tab, and shows that the link was paid', async () => {
    const { page, context, done } = await demo.visit();
    await page.goto(`${demo.backend}/?lang=en`);
    const host = page.locator('mytpe-pay-button[offer=tshirt]');
    const [hosted] = await Promise.all([context.waitForEvent('page'), host.locator('[part=pay]').click()]);
    await hosted.waitForURL(`${demo.sandbox}/pay/**`);
    await hosted.locator('[data-testid=pay]').click();
    await host.locator('[part=paid]').waitFor();
    await done();
  });

  it('has no access to the page of another site that opened it', async () => {
    const { page, context, done } = await demo.visit();
    const opened = context.waitForEvent('page');
    await page.evaluate(
      (url) => void ((window as { opened?: unknown }).opened = open(url)),
      `${demo.backend}/?lang=en`,
    );
    const home = await opened;
    await home.locator('.offers').waitFor();
    const isSevered = () => page.evaluate(() => (window as unknown as { opened: Window }).opened.closed);
    await eventually(isSevered, 'the opener has lost its handle');
    expect(await home.evaluate(() => window.opener as unknown)).toBeNull();
    await done();
  });

  it('works without scripts: no useless button, and a link to every offer’s page', async () => {
    const { page, done } = await demo.visit('/', { javaScriptEnabled: false });
    await page.goto(`${demo.backend}/?lang=en`);
    expect(await page.locator('.snippet button:visible').count()).toBe(0);
    expect(await offers(page).count()).toBeGreaterThan(7);
    await page.locator('mytpe-pay-button[offer=tshirt] a').click();
    await page.getByRole('button', { name: 'Pay' }).waitFor();
    await done();
  });
});

describe('the troubleshooting page', () => {
  it.each(matrix(['light', 'dark'] as const, [320, 1280]))(
    'has no accessibility violation and scrolls in one direction (%s, %i px)',
    async (colorScheme, width) => {
      const { page, done } = await demo.visit('/', {
        viewport: { width, height: 900 },
        colorScheme,
        font: WIDEST_FONT,
      });
      await page.goto(`${demo.backend}/docs/troubleshooting`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await scrollsSideways(page)).toBe(false);
      await done();
    },
  );

  it('has a section for every problem of the built element, at the anchor of its code', async () => {
    const { page, done } = await demo.visit();
    const problems = readFileSync(
      new URL('../../../packages/pay-button/dist/dropin/troubleshooting.json', import.meta.url),
      'utf8',
    );
    for (const { code, says } of JSON.parse(problems) as { code: string; says: string }[]) {
      await page.goto(`${demo.backend}/docs/troubleshooting#${code}`);
      expect(await page.locator('section:target').innerText()).toContain(says);
    }
    await done();
  });

  it('needs no further request', async () => {
    const { page, context, done } = await demo.visit();
    await page.goto(`${demo.backend}/docs/troubleshooting`);
    await context.setOffline(true);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.locator('nav a').last().click();
    await page.locator('section:target').waitFor();
    expect(requests).toEqual([]);
    await done();
  });
});

/** A shop’s page with only the pasted lines, under the policy of the merchant’s page. */
async function shopWith(markup: string, policy: string) {
  const server = createServer((_request, response) => {
    response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Shop</title><body>${markup}</body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

describe('the lines to paste from the merchant’s page', () => {
  it.each(['lines-donation', 'pinned-donation', 'lines-pay-us'])(
    'work under the policy next to them (%s)',
    async (id) => {
      const { page, done } = await demo.visit(`${demo.backend}/?lang=en`);
      const text = async (name: string) => (await page.locator(`#${name}`).textContent())!;
      const [markup, sources, trustedTypes] = [await text(id), await text('policy'), await text('trusted-types')];
      const policy = `default-src 'none'; img-src 'self'; ${sources.replace('Content-Security-Policy: ', '')}; ${trustedTypes}`;
      const shop = await shopWith(markup, policy);
      const complaints: string[] = [];
      page.on(
        'console',
        (message) => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())),
      );
      await page.goto(shop.url);
      await buttonsReady(page);
      await page.locator('mytpe-pay-button [part=pay]').waitFor();
      // Later requests need no further source.
      await page.locator('mytpe-pay-button [part=share]').click();
      await page.locator('mytpe-pay-button [part=qr] path[d^=M]').waitFor();
      expect(complaints).toEqual([]);
      shop.close();
      await done();
    },
  );

  it('are refused by the browser when the pinned file differs', async () => {
    const { page, done } = await demo.visit(`${demo.backend}/?lang=en`);
    const markup = (await page.locator('#pinned-donation').textContent())!;
    const shop = await shopWith(markup.replace(/sha384-..../, 'sha384-AAAA'), `script-src ${demo.backend}`);
    const complaint = page.waitForEvent('console', (message) => message.text().includes('integrity'));
    await page.goto(shop.url);
    await complaint;
    await page.getByRole('link').waitFor();
    shop.close();
    await done();
  });
});

describe('in a live environment', () => {
  let live: DemoSystem;
  beforeAll(async () => {
    live = await startDemo({ ADMIN_TOKEN, MYTPE_ENVIRONMENT: 'live', PUBLIC_URL: 'https://pay.shop.example' });
  }, 60_000);
  afterAll(() => live.close());

  it('a merchant enters the token once, and sees the links and payments with it', async () => {
    const { page, done } = await live.visit('/', { httpCredentials: { username: 'me', password: ADMIN_TOKEN } });
    await page.goto(`${live.backend}/?lang=en`);
    await buttonsReady(page);
    expect(await page.locator('#lines-donation').textContent()).toContain('https://pay.shop.example/');
    await page.getByRole('link', { name: 'Links that were made' }).click();
    await page.getByText('"items"').waitFor();
    await done();
  });

  it('other visitors see the required steps', async () => {
    const { page, done } = await live.visit('/', { httpCredentials: { username: 'me', password: 'wrong' } });
    const answer = await page.goto(`${live.backend}/?lang=en`);
    expect(answer?.status()).toBe(401);
    await page.getByText('ADMIN_TOKEN').waitFor();
    expect(await page.locator('mytpe-pay-button').count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await done();
  });
});
