import { join } from 'node:path';

import { type Browser, type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';
import { copyOf } from './changed-example.ts';
import { reports } from './pay-donation.ts';
import { serveFolder } from './serve-folder.ts';
import { buildHydratedPage } from './server-rendered.ts';

let browser: Browser;
beforeAll(async () => {
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: [...BROWSER_FLAGS] });
});
afterAll(() => browser.close());

/** Each way to write values in a template, each for one button. */
const TEMPLATES = {
  vue: `
    <script setup lang="ts">
    import '@mytpe-pay/button/define';
    const fetchToken = async () => 'a.b.c';
    const isRequired = false;
    </script>
    <template>
      <mytpe-pay-button id="function" :offer-token="fetchToken" :terms-required="isRequired" />
      <mytpe-pay-button id="property" .offerToken="fetchToken" />
      <mytpe-pay-button id="attribute" :offer-token="fetchToken" :terms-required="false" />
      <mytpe-pay-button id="text" offer-token="a.b.c" terms-url="https://shop.example/terms" terms-required />
    </template>`,
  svelte: `
    <script lang="ts">
      import '@mytpe-pay/button/define';
      const fetchToken = async () => 'a.b.c';
    </script>
    <mytpe-pay-button id="function" {@attach (button) => { button.offerToken = fetchToken; }}></mytpe-pay-button>
    <mytpe-pay-button id="text" offer-token="a.b.c" terms-url="https://shop.example/terms" terms-required></mytpe-pay-button>`,
} as const;

/** Opens a page without a backend. @returns the page, and its errors and warnings. */
async function open(folder: string, name: string): Promise<{ page: Page; reported: string[] }> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const reported = reports(page);
  await page.goto(`${await serveFolder(folder)}/examples/${name}/`);
  return { page, reported };
}

describe.each(['vue', 'svelte'] as const)('a page that a server renders with %s', (name) => {
  it('has attributes and no function in its HTML, and functions in the browser', async () => {
    const copy = copyOf(name);
    const html = await buildHydratedPage(copy, name, TEMPLATES[name], 'https://pay.shop.example');
    expect(html).toMatch(/id="text" offer-token="a\.b\.c" terms-url="https:\/\/shop\.example\/terms" terms-required/);
    expect(html).not.toContain('=>');
    const { page, reported } = await open(join(copy.folder, 'dist'), name);
    await page.waitForFunction(
      () =>
        typeof document.querySelector<HTMLElement & { offerToken: unknown }>('#function')!.offerToken === 'function',
    );
    const seen = await page.locator('mytpe-pay-button').evaluateAll((buttons) =>
      buttons.map((button) => {
        const { id, offerToken, termsUrl, termsRequired } = button as HTMLElement & Record<string, unknown>;
        return [id, typeof offerToken, termsUrl, termsRequired];
      }),
    );
    const text = ['text', 'string', 'https://shop.example/terms', true];
    for (const [id, ...values] of seen)
      expect([id, ...values]).toEqual(id === 'text' ? text : [id, 'function', null, false]);
    expect(reported.filter((line) => /hydrat|mismatch/i.test(line))).toEqual([]);
  });
});
