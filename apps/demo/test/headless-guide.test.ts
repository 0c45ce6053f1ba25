import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';
import { fontScript } from '../../../.ci/test-fonts.ts';
import { respondAsBackend } from './backend-responses.ts';
import { changedExample } from './changed-example.ts';
import { samplesOf } from './guide.ts';

const { code } = samplesOf('develop/headless').find(({ language }) => language === 'tsx')!;

let browser: Browser;
beforeAll(async () => {
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: [...BROWSER_FLAGS] });
});
afterAll(() => browser.close());

async function serve(folder: string): Promise<string> {
  const server = createServer(({ url }, response) => {
    const file = join(folder, url!.replace('/examples/react/', '') || 'index.html');
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('content-type', extname(file) === '.js' ? 'text/javascript' : 'text/html');
    createReadStream(file).pipe(response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/examples/react/`;
}

it('the guide’s headless example in React has at most forty lines, passes the type check, builds and pays', async () => {
  expect(code.trim().split('\n').length).toBeLessThanOrEqual(40);
  const example = changedExample('react', []);
  writeFileSync(join(example.folder, 'src/shop.tsx'), code);
  expect(await example.runScript('typecheck')).toBe('');
  expect(await example.runScript('build')).toBe('');
  const page = await browser.newPage();
  await page.addInitScript(fontScript());
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await respondAsBackend(page);
  await page.goto(await serve(join(example.folder, 'dist')));
  await page.getByLabel('Amount').fill('120');
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByRole('alert').getByText('amount_below_min').waitFor();
  await page.getByLabel('Amount').fill('1 500');
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByRole('status').getByText('Thank you! We received 1,500').waitFor();
  expect(faults).toEqual([]);
  await page.close();
}, 120_000);
