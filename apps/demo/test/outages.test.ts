import { afterEach, beforeEach, expect, it } from 'vitest';

import { type DemoSystem, button, eventually, startDemo } from './demo-system.ts';

let demo: DemoSystem;
beforeEach(async () => {
  demo = await startDemo();
}, 60_000);
afterEach(() => demo.close());

/** The number of links for an offer at MyTPE. */
async function linksOf(offer: string): Promise<number> {
  const { links } = await demo.control<{ links: { metadata: { offer: string } }[] }>('GET', '/state');
  return links.filter(({ metadata }) => metadata.offer === offer).length;
}

it('a price that changed while the page was open is shown, and requires a second click', async () => {
  const { page, context } = await demo.visit();
  const { pay, host, state } = button(page, 'tshirt');
  await pay.waitFor();
  demo.changeOffers('amount: 4500', 'amount: 5200');
  await eventually(
    async () => (await (await fetch(`${demo.backend}/v1/offers/tshirt`)).text()).includes('5200.00'),
    'the backend has the new price',
  );
  await pay.click();
  await eventually(
    async () => (await host.locator('[role=alert]').first().innerText()).includes('Le prix a changé'),
    'the change is shown',
  );
  expect((await host.locator('[part=price]').innerText()).replace(/\s/g, ' ')).toBe('5 200 DA');
  expect([await state(), context.pages().filter((tab) => tab.url().includes('/pay/')).length]).toEqual(['ready', 0]);
  expect(await linksOf('tshirt')).toBe(0);
  const [hosted] = await Promise.all([context.waitForEvent('page'), pay.click()]);
  await hosted.waitForURL(/\/pay\//);
  expect(await hosted.locator('[data-testid=amount]').getAttribute('data-amount')).toBe('5200.00');
  expect(await linksOf('tshirt')).toBe(1);
}, 60_000);

it('the fallback works while the backend is stopped, and Retry restores the button', async () => {
  const { page, done } = await demo.visit();
  const { host, state } = button(page, 'pay-us');
  const { link } = (await (await fetch(`${demo.backend}/v1/offers/pay-us`)).json()) as { link: { url: string } };
  // A fallback with a MyTPE address works during an outage of the backend.
  await host.locator('a.fallback').evaluate((fallback, url) => fallback.setAttribute('href', url), link.url);
  const refresh = () => host.evaluate((element) => (element as unknown as { refresh(): Promise<void> }).refresh());
  await demo.stopBackend();
  await refresh();
  expect(await state()).toBe('error');
  expect(await host.locator('[part=error]').innerText()).toContain('ne répond pas');
  await demo.startBackend();
  await host.locator('[part=retry]').click();
  await eventually(async () => (await state()) === 'ready', 'it recovers');
  await demo.stopBackend();
  await refresh();
  await host.locator('a.fallback').click();
  await page.waitForURL(`${demo.sandbox}/pay/**`);
  await done();

  const without = await demo.visit();
  expect(await without.page.locator('#tshirt a.fallback').isVisible()).toBe(true);
}, 60_000);
