import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { accessibilityFaults } from './axe.ts';
import { type DemoSystem, eventually, startDemo } from './demo-system.ts';

const EXAMPLES = ['html', 'react', 'vue', 'svelte', 'angular', 'solid'];

let demo: DemoSystem;
beforeAll(async () => {
  demo = await startDemo();
}, 60_000);
afterAll(() => demo.close());

describe('an example sells: an amount is chosen, paid on the hosted page, and the page says thank you', () => {
  it.each(EXAMPLES)('%s', async (name) => {
    const { page, context, done } = await demo.visit(`/examples/${name}/`);
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    const button = page.locator('mytpe-pay-button');
    await button.locator('#amount').fill('1 500');
    const pay = button.locator('[part=pay]');
    expect(await accessibilityFaults(page)).toEqual([]);
    await eventually(async () => /1,500/.test(await pay.innerText()), 'the button says the amount');
    const [hosted] = await Promise.all([context.waitForEvent('page'), pay.click()]);
    await hosted.waitForURL(/\/pay\//);
    expect(await hosted.locator('[data-testid=amount]').getAttribute('data-amount')).toBe('1500.00');
    await hosted.locator('[data-testid=pay]').click();
    await eventually(
      async () => (await page.locator('p[role=status]').innerText()) === 'Thank you for 1500.00 dinars!',
      'the page says thank you',
    );
    // Neither the page's policy nor anything else had something to say.
    expect(faults).toEqual([]);
    await done();
  });
});

it('the examples are listed, and what is not there is not found', async () => {
  const list = await (await fetch(`${demo.shop}/examples/`)).text();
  for (const name of EXAMPLES) expect(list).toContain(`href="${name}/"`);
  for (const path of ['html/package.json', 'html/..%2f..%2fpackage.json', 'react/nothing.js', 'none/'])
    expect((await fetch(`${demo.shop}/examples/${path}`)).status).toBe(404);
  const redirect = await fetch(`${demo.shop}/examples/vue`, { redirect: 'manual' });
  expect(redirect.headers.get('location')).toBe('/examples/vue/');
});
