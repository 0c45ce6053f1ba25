import { readFileSync } from 'node:fs';

import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';

import { sample } from '../../../.ci/sample.ts';
import { builtPages, htmlOf } from './pages.ts';
import { siteVisits } from './visit.ts';

const PAGE = '/develop/playground/';
const PAYMENT = '/playground/payment/en/';

const visit = siteVisits();

const button = (page: Page, offer: string): Locator => page.locator(`mytpe-pay-button[offer=${offer}]`);
const stateOf = (one: Locator): Promise<unknown> => one.evaluate((element) => (element as { state?: unknown }).state);
const inState = (one: Locator, state: string) => expect.poll(() => stateOf(one), { timeout: 20_000 }).toBe(state);
const colorOf = (one: Locator): Promise<string> =>
  one.locator('[part=pay]').evaluate((pay) => getComputedStyle(pay).backgroundColor);

/** Collects the page's errors. A refusal of the scripted backend is also a failed request, which browsers report. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/Failed to load resource|network error response/.test(text)) errors.push(text);
  });
  return errors;
}

describe('a live example', () => {
  it('shows the title and the amounts of its offer', async () => {
    const page = await visit(PAGE);
    const donation = button(page, 'donation');
    await inState(donation, 'ready');
    expect(await donation.locator('[part=title]').innerText()).toBe('Support the association');
    expect(await donation.locator('[part=pay]').innerText()).toContain('1,000');
    expect(await button(page, 'tshirt').locator('[part=price]').innerText()).toContain('4,500');
    expect(await page.locator('[data-live-note]').first().isVisible()).toBe(false);
  });

  it('shows its offer on every page', async () => {
    const paths = builtPages().filter((path) => htmlOf(path).includes('data-live-example'));
    expect(paths).toEqual(expect.arrayContaining([PAGE, '/develop/theming/', '/develop/sharing/']));
    for (const path of paths) {
      const page = await visit(path);
      const errors = errorsOf(page);
      const examples = await page.locator('[data-live-example] mytpe-pay-button').all();
      expect(examples.length).toBeGreaterThan(0);
      for (const one of examples) await inState(one, 'ready');
      expect([path, ...errors]).toEqual([path]);
    }
  });

  it('has the language and the direction of the page', async () => {
    const page = await visit(`/ar${PAGE}`);
    const donation = button(page, 'donation');
    await inState(donation, 'ready');
    expect(await donation.locator('[part=title]').innerText()).toBe('ادعم الجمعية');
    expect(await donation.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl');
  });

  it('follows the switch of the theme, with its own styles', async () => {
    const page = await visit(PAGE, { colorScheme: 'light' });
    const [donation, tshirt] = [button(page, 'donation'), button(page, 'tshirt')];
    await inState(donation, 'ready');
    await inState(tshirt, 'ready');
    const background = () => donation.locator('[part=base]').evaluate((base) => getComputedStyle(base).backgroundColor);
    const light = await background();
    const [lightDonation, lightTshirt] = [await colorOf(donation), await colorOf(tshirt)];
    expect(lightTshirt).toBe('rgb(122, 31, 92)');
    // The styles of the T-shirt's sample do not leave it.
    expect(lightDonation).not.toBe(lightTshirt);
    await page.locator('starlight-theme-select select').first().selectOption('dark');
    await expect.poll(() => colorOf(tshirt)).toBe('rgb(242, 167, 211)');
    expect(await background()).not.toBe(light);
    expect(await donation.getAttribute('theme')).toBe('dark');
  });

  it('leads to a page that says that it is an example, and shows the simulated payment', async () => {
    const page = await visit(PAGE);
    const errors = errorsOf(page);
    const donation = button(page, 'donation');
    await inState(donation, 'ready');
    const opened = page.context().waitForEvent('page');
    await donation.locator('[part=pay]').click();
    const payment = await opened;
    await payment.waitForURL((url) => url.pathname === PAYMENT);
    expect(await payment.locator('h1').innerText()).toBe('This is an example');
    expect(await payment.locator('#amount').innerText()).toContain('1000.00');
    expect(await payment.locator('#back').getAttribute('href')).toBe(PAGE);
    await inState(donation, 'opened');
    await payment.getByRole('button', { name: 'Simulate the payment' }).click();
    await inState(donation, 'paid');
    await payment.locator('#back').click();
    await payment.waitForURL((url) => url.pathname === PAGE);
    // The same tab visits the page again, and the example starts from the beginning.
    await inState(button(payment, 'donation'), 'ready');
    expect(errors).toEqual([]);
  });

  it.each([
    ['JavaScript', { javaScriptEnabled: false }],
    ['service workers', { serviceWorkers: 'block' }],
  ] as const)('shows its code, its link and a note without %s', async (_, options) => {
    const page = await visit(PAGE, options);
    expect(await page.locator('pre', { hasText: 'offer="donation"' }).isVisible()).toBe(true);
    const link = button(page, 'donation').locator('a');
    expect(await link.innerText()).toBe('Donate');
    expect(await link.getAttribute('href')).toBe(PAYMENT);
    // Playwright finds no text inside <noscript>.
    const note = page.locator('[data-live-note], .live-example noscript p').filter({ visible: true }).first();
    await note.waitFor();
    expect(await note.textContent()).toContain('needs JavaScript and a service worker');
    await link.click();
    await page.waitForURL((url) => url.pathname === PAYMENT);
    expect(await page.locator('h1').innerText()).toBe('This is an example');
  });

  it('loads the element and the worker only on pages with a live example', async () => {
    const page = await visit('/develop/');
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => customElements.get('mytpe-pay-button') === undefined)).toBe(true);
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  });
});

/** The final states of some scenarios. */
const STATES: Readonly<Record<string, string>> = {
  loading: 'loading',
  fixed: 'ready',
  open: 'ready',
  creating: 'creating',
  opened: 'opened',
  'under-load': 'opened',
  blocked: 'blocked',
  paid: 'paid',
  exhausted: 'closed',
  unknown: 'error',
  unreachable: 'error',
};

describe('the playground on the site', () => {
  it('plays every scenario', async () => {
    const page = await visit('/playground/');
    const errors = errorsOf(page);
    const one = page.locator('#stage mytpe-pay-button');
    await inState(one, 'ready');
    const values = await page
      .locator('[name=show] option[value^="play:"]')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(values.length).toBeGreaterThan(30);
    expect(values).toEqual(expect.arrayContaining(Object.keys(STATES).map((name) => `play:${name}`)));
    const played = sample(
      values,
      values.filter((value) => value.slice('play:'.length) in STATES),
    );
    for (const value of played) {
      const name = value.slice('play:'.length);
      await page.selectOption('[name=show]', value);
      await expect
        .poll(() => one.getAttribute('endpoint'))
        .toBe(`${new URL(page.url()).origin}/playground/backend/${name}`);
      const state = STATES[name];
      if (state === undefined) await expect.poll(() => stateOf(one), { timeout: 20_000 }).not.toBe('loading');
      else await inState(one, state);
    }
    // The script for developers explains these two errors.
    expect(errors).toEqual([
      expect.stringContaining('/backend/unknown has no offer "sample"'),
      expect.stringContaining('no response from'),
    ]);
  });

  it('downloads the QR code of a link', async () => {
    const page = await visit('/playground/?show=offer:pay-us');
    const one = page.locator('#stage mytpe-pay-button');
    await inState(one, 'ready');
    await one.locator('[part=share]').click();
    const download = page.waitForEvent('download');
    await one.locator('[part=png]').click();
    expect((await download).suggestedFilename()).toBe('qr.png');
    const signature = readFileSync(await (await download).path()).subarray(1, 4);
    expect(signature.toString()).toBe('PNG');
  });

  it('shows every sample offer, and the lines to paste for the reader’s own backend', async () => {
    const page = await visit('/playground/?snippet=Any+page%2C+pinned');
    const one = page.locator('#stage mytpe-pay-button');
    const values = await page
      .locator('[name=show] option[value^="offer:"]')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(values).toContain('offer:pay-us');
    const played = sample(
      values,
      values.filter((value) => value.slice('play:'.length) in STATES),
    );
    for (const value of played) {
      await page.selectOption('[name=show]', value);
      await expect.poll(() => one.getAttribute('offer')).toBe(value.slice('offer:'.length));
      await inState(one, 'ready');
    }
    const lines = () => page.locator('#snippet').innerText();
    await expect.poll(lines).toMatch(/integrity="sha384-[^"]+"/);
    expect(await lines()).toMatch(/src="https:\/\/pay\.shop\.example\/v[\d.]+\/mytpe-pay-button\.js"/);
    expect(await lines()).not.toContain('127.0.0.1');
  });
});
