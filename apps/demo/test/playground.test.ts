import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import { SCENARIOS } from '@mytpe-pay/playground';
import { accessibilityFaults } from './axe.ts';
import { type DemoSystem, eventually, startDemo } from './demo-system.ts';

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

const element = 'mytpe-pay-button';
const stateOf = (page: Page): Promise<string> =>
  page.locator(element).evaluate((one) => (one as unknown as { state: string }).state);
const settled = (page: Page, state: string) =>
  eventually(async () => (await stateOf(page)) === state, `it is ${state}`);

/** The final state of each scenario. The others are `ready`. */
const STATES: Record<string, string> = {
  loading: 'loading',
  creating: 'creating',
  opened: 'opened',
  'under-load': 'opened',
  'opened-shared': 'opened',
  blocked: 'blocked',
  paid: 'paid',
  'opens-soon': 'closed',
  paused: 'closed',
  exhausted: 'closed',
  expired: 'closed',
  archived: 'closed',
  unavailable: 'closed',
  unknown: 'error',
  unreachable: 'error',
};

describe('the stage', () => {
  it.each(Object.keys(SCENARIOS))('shows %s', async (name) => {
    const { page, done } = await demo.visit('/assets/icon.svg', { viewport: { width: 320, height: 700 } });
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.goto(`${demo.shop}/playground/stage?scenario=${name}&lang=ar&width=288`);
    await page.locator('html[data-settled]').waitFor({ state: 'attached' });
    await settled(page, STATES[name] ?? 'ready');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(complaints).toEqual([]);
    await done();
  });
});

describe('the playground', () => {
  it('shows the selection, writes it into the address, and restores it', async () => {
    const { page, done } = await demo.visit('/playground');
    await settled(page, 'ready');
    await page.selectOption('[name=show]', 'play:paid');
    await settled(page, 'paid');
    await page.selectOption('[name=lang]', 'ar');
    await page.getByText('Custom properties').click();
    await page.fill('[name="property:--mytpe-background"]', 'rgb(1, 2, 3)');
    await page.locator('[name="property:--mytpe-background"]').press('Tab');
    await eventually(
      () =>
        page
          .locator(`${element} [part=base]`)
          .evaluate((base) => getComputedStyle(base).backgroundColor === 'rgb(1, 2, 3)'),
      'the colour applies',
    );
    expect(await page.locator('#stage').getAttribute('dir')).toBe('rtl');
    const address = page.url();
    await page.goBack();
    await page.goBack();
    await page.goBack();
    expect(page.url()).toBe(`${demo.shop}/playground`);
    await page.goto(address);
    await settled(page, 'paid');
    expect(await page.inputValue('[name="property:--mytpe-background"]')).toBe('rgb(1, 2, 3)');
    await page.getByRole('button', { name: 'Back to the defaults' }).click();
    await eventually(async () => (await page.locator(element).getAttribute('offer')) === 'donation', 'it begins anew');
    expect(page.url()).toBe(`${demo.shop}/playground`);
    await done();
  });

  it('passes every attribute, slot and width to the element', async () => {
    const { page, done } = await demo.visit(
      '/playground?attribute:variant=button&attribute:disabled=on&slot:label=Give&width=200',
    );
    await settled(page, 'ready');
    const button = page.locator(element);
    expect(await button.getAttribute('variant')).toBe('button');
    expect(await button.getAttribute('disabled')).toBe('');
    expect(await button.locator('[slot=label]').innerText()).toBe('Give');
    expect((await page.locator('#stage').boundingBox())?.width).toBe(200);
    await done();
  });

  it('signs an order like a shop’s server, which can be paid, and lists the events', async () => {
    const { page, done } = await demo.visit('/playground?show=token');
    await settled(page, 'ready');
    expect(await page.locator(element).innerText()).toBeDefined();
    const tab = page.context().waitForEvent('page');
    await page.locator(`${element} [part=pay]`).click();
    await (await tab).waitForURL(/\/pay\//);
    await eventually(async () => (await page.locator('#log').innerText()).includes('mytpe-open'), 'it is in the log');
    expect(await page.locator('#log li').first().locator('summary').innerText()).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} mytpe-/,
    );
    await done();
  });

  it.each(['Any page', 'Any page, pinned'])('the lines to paste work unchanged: %s', async (kind) => {
    const { page, done } = await demo.visit(`/playground?show=offer:tshirt&snippet=${encodeURIComponent(kind)}`);
    const lines = await eventually(async () => {
      const text = await page.locator('#snippet').innerText();
      return text.includes('integrity') || kind === 'Any page' ? text : null;
    }, 'the lines are shown');
    const policy = /Content-Security-Policy: (.*) -->/.exec(lines)![1]!;
    const shop = createServer((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': `default-src 'none'; ${policy}` })
        .end(`<!doctype html><title>A shop</title>${lines}`),
    );
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);
    await settled(page, 'ready');
    shop.close();
    await done();
  });

  it.each(['light', 'dark'] as const)('is accessible and fits 320 px (%s)', async (colorScheme) => {
    const viewport = { width: 320, height: 800 };
    const { page, done } = await demo.visit('/playground', { colorScheme, viewport, font: WIDEST_FONT });
    await settled(page, 'ready');
    for (const summary of await page.locator('form summary').all()) await summary.click();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await done();
  });
});
