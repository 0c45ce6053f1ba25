import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { accessibilityFaults } from './axe.ts';
import { type DemoSystem, startDemo } from './demo-system.ts';
import { payDonation, reports } from './pay-donation.ts';

const EXAMPLES = ['html', 'react', 'vue', 'svelte', 'angular', 'solid'];

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
}, 60_000);
afterAll(() => demo.close());

describe('each example lets the visitor choose an amount, pay on the hosted page, and see a confirmation', () => {
  it.each(EXAMPLES)('%s', async (name) => {
    const { page, context, done } = await demo.visit(`/examples/${name}/`);
    const faults = reports(page);
    await page.locator('mytpe-pay-button #amount').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await payDonation(page, context);
    // The page reported no violation of its policy and no error.
    expect(faults).toEqual([]);
    await done();
  });
});

it('the examples are listed, and unknown files get a 404', async () => {
  const list = await (await fetch(`${demo.shop}/examples/`)).text();
  for (const name of EXAMPLES) expect(list).toContain(`href="${name}/"`);
  for (const path of ['html/package.json', 'html/..%2f..%2fpackage.json', 'react/nothing.js', 'none/'])
    expect((await fetch(`${demo.shop}/examples/${path}`)).status).toBe(404);
  const redirect = await fetch(`${demo.shop}/examples/vue`, { redirect: 'manual' });
  expect(redirect.headers.get('location')).toBe('/examples/vue/');
});
