import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Browser, type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';
import { sample } from '../../../.ci/sample.ts';
import { FIXED, respondAsBackend } from './backend-responses.ts';
import { type ExampleCopy, type Framework, TEMPLATES, copyOf } from './changed-example.ts';
import { sampleOf, samplesOf } from './guide.ts';
import { serveFolder } from './serve-folder.ts';

/** Only the backend reads it. */
const SIGNED_OFFER = 'e30.e30.c2lnbmVk';
const SECTION = 'Sell a cart';

let browser: Browser;
beforeAll(async () => {
  const executablePath = process.env['CHROME_PATH'] ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, args: [...BROWSER_FLAGS] });
});
afterAll(() => browser.close());

/** Builds a copy of an example, then opens its page. */
async function open(copy: ExampleCopy, framework: Framework, amount?: object): Promise<Page> {
  expect(await copy.runScript('build')).toBe('');
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await respondAsBackend(page, amount);
  await page.route('**/cart/offer-token', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ body: SIGNED_OFFER }) : route.abort(),
  );
  await page.goto(`${await serveFolder(join(copy.folder, 'dist'))}/examples/${framework}/`, { waitUntil: 'commit' });
  return page;
}

/** Pays the cart on the page. */
async function payCart(page: Page): Promise<void> {
  await page.locator('[part=pay]').waitFor();
  const posted = page.waitForRequest((request) => request.url().includes('/v1/links'));
  await page.locator('[part=pay]').click();
  expect((await posted).postDataJSON()).toMatchObject({ offer_token: SIGNED_OFFER, reference: 'order-1042' });
  await page.locator('[part=paid]').waitFor();
}

/** Each guide, the file of its code, and the example with the same compiler. */
const COMPONENTS: readonly (readonly [guide: string, file: string, framework: Framework])[] = [
  ['react', TEMPLATES.react, 'react'],
  ['vue', TEMPLATES.vue, 'vue'],
  ['svelte', TEMPLATES.svelte, 'svelte'],
  ['angular', TEMPLATES.angular, 'angular'],
  ['solid', TEMPLATES.solid, 'solid'],
  ['next', 'app/checkout.tsx', 'react'],
  ['nuxt', 'app/components/checkout.vue', 'vue'],
  ['sveltekit', 'src/routes/cart/+page.svelte', 'svelte'],
];
/** One with each kind of template. */
const IN_EACH_RUN = COMPONENTS.filter(([guide]) => ['react', 'nuxt', 'sveltekit'].includes(guide));

it.each(sample(COMPONENTS, IN_EACH_RUN))(
  'the cart in the guide of %s passes the type check, and pays',
  async (guide, file, framework) => {
    const copy = copyOf(framework);
    const code = sampleOf(`develop/${guide}`, SECTION, file);
    const exported = guide === 'next' ? `${code}export { Checkout as Shop };\n` : code;
    writeFileSync(join(copy.folder, TEMPLATES[framework]), exported);
    expect(await copy.runScript('typecheck')).toBe('');
    const page = await open(copy, framework, FIXED);
    await payCart(page);
    const status = page.locator('p[role=status]');
    if (guide === framework) expect(await status.innerText()).toBe('Paid');
    else expect(await status.count()).toBe(0);
  },
  120_000,
);

it('the cart in the guide of astro passes the type check, and pays', async () => {
  const copy = copyOf('vue');
  const [markup, script] = sampleOf('develop/astro', SECTION, 'src/pages/cart.astro').split('<script>');
  writeFileSync(join(copy.folder, 'src/main.ts'), script!.replace('</script>', ''));
  const tag = '<script type="module" src="/src/main.ts"></script>';
  writeFileSync(join(copy.folder, 'index.html'), `<!doctype html><html lang="en">${markup}${tag}</html>`);
  expect(await copy.runScript('typecheck')).toBe('');
  await payCart(await open(copy, 'vue', FIXED));
}, 120_000);

it('the quick start with npm builds, and shows the button', async () => {
  const copy = copyOf('vue');
  const samples = samplesOf('develop/index').filter(({ section }) => section === 'With npm');
  const code = (language: string): string => samples.find((sample) => sample.language === language)!.code;
  writeFileSync(join(copy.folder, 'index.html'), code('html'));
  writeFileSync(join(copy.folder, 'src/main.js'), code('js'));
  const page = await open(copy, 'vue');
  await page.locator('mytpe-pay-button #amount').waitFor();
}, 120_000);
