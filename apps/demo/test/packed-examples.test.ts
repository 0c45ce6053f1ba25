import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { freePort } from '../../../.ci/free-port.ts';
import { isFull, sample } from '../../../.ci/sample.ts';
import { type DemoSystem, eventually, startDemo } from './demo-system.ts';
import { buildHydratedPage } from './server-rendered.ts';
import { PackedExample } from './packed-example.ts';
import { payDonation, reports } from './pay-donation.ts';
import { serveFolder } from './serve-folder.ts';

/** Examples with a server program, and its command. The others are static files. */
const SERVERS: Readonly<Record<string, (port: string) => string[]>> = {
  next: (port) => ['next', 'start', '-H', '127.0.0.1', '-p', port],
  nuxt: () => ['node', '.output/server/index.mjs'],
  sveltekit: () => ['node', 'build'],
};
/** Examples whose HTML contains the button before any script runs. */
const IN_HTML = ['html', 'astro', ...Object.keys(SERVERS)];
const ALL = ['html', 'react', 'vue', 'svelte', 'angular', 'solid', 'next', 'nuxt', 'sveltekit', 'astro'];
/** The files with the tag, in examples outside the workspace with types. */
const TEMPLATES: Readonly<Record<string, string>> = {
  next: 'app/donation.tsx',
  nuxt: 'app/app.vue',
  sveltekit: 'src/routes/+page.svelte',
};
const INSTALL_MS = 900_000;

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
}, 60_000);
afterAll(() => demo.close());

/** Starts one of the example's servers until the test ends. @returns its origin. */
async function start(example: PackedExample, command: (port: string) => string[], env = {}): Promise<string> {
  const port = String(await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const stop = example.start(command(port), { HOST: '127.0.0.1', PORT: port, ...env });
  onTestFinished(stop);
  await eventually(async () => (await fetch(origin)).ok, `${origin} responds`, 60);
  return origin;
}

/** Opens a page of an example, and collects its errors and warnings. */
async function open(url: string): Promise<{ page: Page; context: BrowserContext; reported: string[] }> {
  const { page, context, done } = await demo.visit('about:blank');
  onTestFinished(done);
  // Some examples have no icon.
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  const reported = reports(page);
  await page.goto(url);
  return { page, context, reported };
}

/** Pays on a page of an example. @returns the page's errors and warnings. */
async function pay(url: string): Promise<string[]> {
  const { page, context, reported } = await open(url);
  await payDonation(page, context);
  return reported;
}

/** A page with each prop of the component. */
const everyProp = (token: string): string => `
  import { MytpePayButton } from '@mytpe-pay/button/react';
  import { useState } from 'react';

  const fetchToken = async () => '${token}';

  export function Shop() {
    const [seen, setSeen] = useState('');
    const see = (name: string) => () => setSeen((before) => before + ' ' + name);
    return (
      <>
        <MytpePayButton id="every" offer="donation" termsUrl="https://shop.example/terms" termsRequired
          onReady={see('onReady')} onAmountChange={see('onAmountChange')} onPay={see('onPay')} onLink={see('onLink')}
          onOpen={see('onOpen')} onStatus={see('onStatus')} onPaid={see('onPaid')} onShare={see('onShare')}
          onError={see('onError')} />
        <MytpePayButton id="signed" offerToken="${token}" />
        <MytpePayButton id="fetched" offerToken={fetchToken} />
        <output>{seen}</output>
      </>
    );
  }`;

/** Tests of the component in a page that React renders on a server and hydrates. */
function hydrates(example: () => PackedExample): void {
  it('is a client component, and lists its dependencies', () => {
    const packed = join(example().folder, 'node_modules/@mytpe-pay/button');
    expect(readFileSync(join(packed, 'dist/npm/frameworks/react.js'), 'utf8')).toMatch(/^["']use client["'];/);
    const { dependencies } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as Record<string, object>;
    // A range, so that an application with Lit gets no second copy.
    expect(dependencies).toEqual({ lit: '^3.3.0' });
  });

  /** Serves the page until the test ends. @returns its address. */
  const serve = async (): Promise<string> => `${await serveFolder(join(example().folder, 'dist'))}/examples/react/`;

  it('detects the payment', async () => {
    const html = await buildHydratedPage(example(), 'react', example().read('src/shop.tsx'), demo.backend);
    expect(html).toMatch(/<mytpe-pay-button [^>]*offer="donation"><a href=/);
    const url = await serve();
    const { page, context, reported } = await open(url);
    await payDonation(page, context);
    // A page that hydrates late after a reload still gets the event of the payment.
    await page.goto(`${url}?late`, { waitUntil: 'networkidle' });
    await page.evaluate(() => dispatchEvent(new Event('hydrate')));
    await page.getByText('Thank you for 1500.00 dinars!').waitFor();
    expect(reported).toEqual([]);
  });

  it('calls every listener, and has every value in its HTML', async () => {
    const token = await (await fetch(`${demo.shop}/playground/offer-token`)).text();
    const html = await buildHydratedPage(example(), 'react', everyProp(token), demo.backend);
    expect(html).toContain('offer="donation" terms-url="https://shop.example/terms" terms-required=""');
    expect(html).toContain(` id="signed" offer-token="${token}"></mytpe-pay-button>`);
    expect(html).toContain(' id="fetched"></mytpe-pay-button>');
    const { page, reported } = await open(await serve());
    for (const part of ['#every [part=terms] input', '#signed [part=pay]', '#fetched [part=pay]'])
      await page.locator(part).waitFor();
    await page.locator('#every').evaluate((element) => {
      const names = ['ready', 'amount-change', 'pay', 'link', 'open', 'status', 'paid', 'share', 'error'];
      for (const name of names) element.dispatchEvent(new CustomEvent(`mytpe-${name}`));
    });
    const each = 'onReady onAmountChange onPay onLink onOpen onStatus onPaid onShare onError';
    await eventually(async () => (await page.locator('output').innerText()).endsWith(each), 'each listener is called');
    expect(reported).toEqual([]);
  });
}

/** Next's development server reports each difference between its HTML and the browser's rendering. */
function runsInDevelopment(example: () => PackedExample): void {
  it('next dev reports no hydration difference, and a server component shows the button', async () => {
    const development = (port: string): string[] => ['next', 'dev', '-H', '127.0.0.1', '-p', port];
    const url = await start(example(), development, { NODE_ENV: 'development' });
    expect(await pay(url)).toEqual([]);
    const { page, reported } = await open(`${url}/simple`);
    await page.locator('mytpe-pay-button #amount').waitFor();
    expect(reported).toEqual([]);
  }, 180_000);
}

/** Additional tests for one of the examples. */
const MORE: Readonly<Record<string, (example: () => PackedExample) => void>> = {
  react: hydrates,
  next: runsInDevelopment,
};

describe.each(sample(ALL, ['react']))('the packed package in the example in %s', (name) => {
  let example: PackedExample;
  beforeAll(async () => {
    example = await PackedExample.copy(name, demo.backend);
    await (isFull ? example.install() : example.installOffline());
    await example.runScript('typecheck');
    await example.runScript('build');
  }, INSTALL_MS);
  afterAll(() => example.remove());

  it('sells, without an error or a warning on the page', async () => {
    const server = SERVERS[name];
    const folder = name === 'html' ? example.folder : join(example.folder, 'dist');
    const url = server ? await start(example, server) : `${await serveFolder(folder)}/examples/${name}/`;
    const html = await (await fetch(url)).text();
    expect(/<mytpe-pay-button[^>]* offer="donation"/.test(html)).toBe(IN_HTML.includes(name));
    expect(html.includes(`<a href="${demo.backend}/pay/donation">`)).toBe(IN_HTML.includes(name));
    expect(await pay(url)).toEqual([]);
  });

  MORE[name]?.(() => example);

  const template = TEMPLATES[name];
  if (template)
    // Must be last, because it changes the example.
    it('refuses a wrong value and a wrong use of an event', async () => {
      example.change(template, 'offer="donation"', 'offer="donation" variant="big"');
      example.change(template, 'event.detail.link', 'event.detail.price');
      const output = await example.runScript('typecheck').catch(String);
      expect(output).toMatch(/"big"\W+is not assignable/);
      expect(output).toMatch(/'price' does not exist/);
    }, 120_000);
});
