import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { matrix } from '../../../.ci/sample.ts';
import { WIDEST_FONT } from '../../../.ci/test-fonts.ts';
import { accessibilityFaults } from './axe.ts';
import { type DemoSystem, eventually, startDemo } from './demo-system.ts';

const CREDENTIALS = { 'x-api-key': 'mtk_sandbox_key', 'x-api-secret': 'mts_sandbox_secret' };
const READY_INSTANCE = '1a570000-0000-4000-8000-000000000001';
const ASKING_FORM = 'f0a10000-0000-4000-8000-000000000001';

let demo: DemoSystem;
/** The notifications of payments that a server received. */
const received: string[] = [];
const receiver = createServer((request, response) => {
  received.push(String(request.headers['x-mytpepay-delivery-id']));
  request.resume();
  response.end('{"received":true}');
});

beforeAll(async () => {
  demo = await startDemo();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterEach(async () => {
  await demo.control('POST', '/seed', { scenario: 'ready' });
});
afterAll(async () => {
  await demo.close();
  receiver.close();
});

async function api<T = { id: string; slug: string; form_url: string }>(path: string, body: object): Promise<T> {
  const isForm = body instanceof FormData;
  const headers = { ...CREDENTIALS, ...(!isForm && { 'content-type': 'application/json' }) };
  const sent = isForm ? body : JSON.stringify(body);
  const answer = await fetch(`${demo.sandbox}/api/ext${path}`, { method: 'POST', headers, body: sent });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return (JSON.parse(text) as { data: T }).data;
}

function formData(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

/** A published link whose form has a question of every kind. */
async function askingLink(): Promise<{ id: string; slug: string }> {
  const price = { amount_mode: 'open', min_amount: 200, max_amount: 50_000, currency: 'DZD', usage_mode: 'reusable' };
  const terms = { payment_instance_id: READY_INSTANCE, form_id: ASKING_FORM, title: 'Don – تبرع', ...price };
  const link = await api('/links', terms);
  await api(`/links/${link.id}/publish`, {});
  return link;
}

const dossier = { name: 'Boutique', establishment_type_id: 'e1', authorization_type_id: 'a1' };
const scrollsSideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describe('the sandbox’s own page', () => {
  it.each(matrix([1280, 320], ['light', 'dark'] as const))(
    'has no accessibility violation and scrolls in one direction (%i px, %s)',
    async (width, colorScheme) => {
      await api('/identifications', formData(dossier));
      const { page, done } = await demo.visit('/', {
        viewport: { width, height: 900 },
        colorScheme,
        font: WIDEST_FONT,
      });
      await page.goto(demo.sandbox);
      await page.getByText('KYC dossier').first().waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await scrollsSideways(page)).toBe(false);
      await done();
    },
  );

  it('decides a review with a click, either way, and updates itself', async () => {
    await demo.control('POST', '/seed', { scenario: 'empty' });
    const { page, done } = await demo.visit();
    await page.goto(demo.sandbox);
    const { id } = await api('/identifications', formData(dossier));
    // The dossier and its brand. A decided row stays until the page shows the change.
    const [refusedRow, acceptedRow] = ['KYC dossier', 'Brand'].map((kind) =>
      page.locator('#reviews li', { hasText: kind }),
    );
    await refusedRow!.getByRole('button', { name: /^Refuse/ }).click();
    await acceptedRow!.getByRole('button', { name: /^Accept/ }).click();
    const decided = async () => {
      const { identifications, brands } = await demo.control<Record<string, { id: string; status: string }[]>>(
        'GET',
        '/state',
      );
      const statuses = [...identifications!, ...brands!].map(({ status }) => status).sort();
      return identifications![0]!.id === id && statuses.join() === 'accepted,refused';
    };
    await eventually(decided, 'one accepted, one refused');
    const waiting = page.locator('#reviews').getByRole('button', { name: /^Accept/ });
    await eventually(async () => (await waiting.count()) === 0, 'the page shows that nothing waits');
    await done();
  });

  it('redelivers a webhook with a click', async () => {
    const { port } = receiver.address() as AddressInfo;
    await api('/webhooks', { url: `http://127.0.0.1:${port}/received` });
    await demo.control('POST', '/events', { api: 'ext', event: 'transaction.paid', data: {} });
    await eventually(async () => received.length === 1, 'received once');
    const { page, done } = await demo.visit();
    await page.goto(demo.sandbox);
    await page.locator('details:has(button)', { hasText: 'transaction.paid' }).locator('summary').click();
    await page.getByRole('button', { name: /Redeliver/ }).click();
    await eventually(async () => received.length === 2, 'received again');
    expect(received[1]).toBe(received[0]);
    await done();
  });
});

describe('the payment pages have no accessibility violation', () => {
  it.each(matrix(['fr', 'ar', 'en'], ['light', 'dark'] as const))('%s, %s', async (language, colorScheme) => {
    const { slug } = await askingLink();
    const backing = {
      identification_id: '1de00000-0000-4000-8000-000000000001',
      brand_id: 'b7a00000-0000-4000-8000-000000000001',
      bank_account_id: 'ba000000-0000-4000-8000-000000000001',
    };
    const fee = await api('/instances', formData({ title: 'Oran', payment_method: 'online', ...backing }));
    const { page, done } = await demo.visit('/', {
      viewport: { width: 320, height: 900 },
      colorScheme,
      font: WIDEST_FONT,
    });
    await page.goto(`${demo.sandbox}/pay/${slug}?lang=${language}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator('form button').first().click();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    await page.goto(`${fee.form_url}?lang=${language}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await scrollsSideways(page)).toBe(false);
    await done();
  });
});
