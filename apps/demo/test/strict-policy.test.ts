import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { type DemoSystem, button, eventually, startDemo } from './demo-system.ts';

let demo: DemoSystem;
const shop = createServer((_request, response) => {
  const policy = [
    "default-src 'none'",
    `script-src ${demo.backend}`,
    `connect-src ${demo.backend}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
    "trusted-types lit-html 'allow-duplicates'",
  ].join('; ');
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    .end(
      `<!doctype html><html lang="fr"><title>Boutique</title><link rel="icon" href="data:,"><script type="module" src="${demo.backend}/mytpe-pay-button.js"></script><main id="donation"><mytpe-pay-button offer="donation" terms-url="/cgv" terms-required></mytpe-pay-button></main><section id="pay-us"><mytpe-pay-button offer="pay-us" share="copy qr whatsapp email"></mytpe-pay-button></section>`,
    );
});
beforeAll(async () => {
  demo = await startDemo();
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  shop.close();
  await demo.close();
});

it('paying and sharing violate nothing of a strict policy with Trusted Types', async () => {
  const { page, context, done } = await demo.visit('/assets/icon.svg');
  const complaints: string[] = [];
  context.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
    );
  });
  await page.goto(`http://127.0.0.1:${(shop.address() as AddressInfo).port}/`);

  const donation = button(page, 'donation');
  await donation.amount.fill('1 020');
  await donation.pay.click();
  await donation.problem.locator('button').click();
  await donation.host.locator('[part=terms] input').check();
  const [hosted] = await Promise.all([context.waitForEvent('page'), donation.pay.click()]);
  await hosted.waitForURL(/\/pay\//);
  await hosted.locator('[data-testid=pay]').click();
  await eventually(async () => (await donation.state()) === 'paid', 'the first tab says paid');
  const [receipt] = await Promise.all([page.waitForEvent('download'), donation.host.locator('[part=receipt]').click()]);
  expect(await receipt.failure()).toBe(null);
  await donation.host.locator('[part=again]').click();
  await eventually(async () => (await donation.state()) === 'ready', 'it begins anew');

  const { host } = button(page, 'pay-us');
  await host.locator('[part=share]').click();
  await host.locator('[part=qr] path[d^=M]').waitFor();
  for (const file of ['svg', 'png']) {
    const [saved] = await Promise.all([page.waitForEvent('download'), host.locator(`[part=${file}]`).click()]);
    expect(await saved.failure()).toBe(null);
  }
  // Real printing would block the browser.
  await page.evaluate(() => {
    const { open } = window;
    window.open = (...where) => Object.assign(open(...where)!, { print: () => {}, close: () => {} });
  });
  const [sheet] = await Promise.all([page.waitForEvent('popup'), host.locator('[part=print]').click()]);
  await sheet.locator('svg').waitFor();

  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
  // The test would detect a violation, because the policy allows no other source.
  await page.evaluate(() => document.body.append(Object.assign(new Image(), { src: 'https://shop.example/x.png' })));
  await eventually(
    () => page.evaluate(() => (window as unknown as { violations: string[] }).violations.length === 1),
    'a violation is reported',
  );
  expect(complaints.filter((text) => !text.includes('shop.example/x.png'))).toEqual([]);
  await done();
}, 90_000);
