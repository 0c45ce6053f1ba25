import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { type DemoSystem, button, eventually, startDemo } from '../test/demo-system.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

interface Manifest {
  readonly files: readonly { readonly name: string; readonly brotli: number }[];
}

/** What one visitor's first load weighs: the script and the largest language. */
function firstLoad(): { first: number; all: number } {
  const { files } = JSON.parse(
    readFileSync(here('../../../packages/pay-button/dist/dropin/manifest.json'), 'utf8'),
  ) as Manifest;
  const sizes = (pattern: RegExp) => files.filter(({ name }) => pattern.test(name)).map(({ brotli }) => brotli);
  const first = sizes(/^current\.js$/)[0]! + Math.max(...sizes(/^(?:ar|fr|en)-.*\.js$/));
  return { first, all: first + sizes(/^press-.*\.js$/)[0]! };
}

/** A page with nothing but one button, on a server of its own. */
async function requestsOf(demo: DemoSystem): Promise<number> {
  const html = `<!doctype html><script type="module" src="${demo.backend}/mytpe-pay-button.js"></script><main id="tshirt"><mytpe-pay-button offer="tshirt" lang="fr"></mytpe-pay-button></main>`;
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { page } = await demo.visit();
  let requests = 0;
  page.on('request', (request) => {
    if (request.url().startsWith(demo.backend) && !request.url().includes('/press-')) requests += 1;
  });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await eventually(async () => (await button(page, 'tshirt').state()) === 'ready', 'the button is usable');
  server.close();
  return requests;
}

/** Requests to the backend until one button on an empty page is usable, and how much the shop jumps while it loads. */
async function loading(): Promise<{ requests: number; shift: number }> {
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
    const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
    return { requests: await requestsOf(demo), shift };
  } finally {
    await demo.close();
  }
}

const { first, all } = firstLoad();
const { requests, shift } = await loading();
const results = [
  {
    name: 'drop-in, first load with one language, brotli',
    value: first,
    unit: 'bytes',
    bar: '≤ 10,000',
    ok: first <= 10_000,
  },
  { name: 'drop-in, with all it ever loads, brotli', value: all, unit: 'bytes', bar: '≤ 16,000', ok: all <= 16_000 },
  { name: 'requests before a button is usable', value: requests, unit: 'requests', bar: '≤ 3', ok: requests <= 3 },
  { name: 'layout shift while the shop loads', value: shift, unit: '', bar: '0', ok: shift === 0 },
];
mkdirSync(here('../.reports'), { recursive: true });
writeFileSync(here('../.reports/bench.json'), JSON.stringify(results, null, 2));
