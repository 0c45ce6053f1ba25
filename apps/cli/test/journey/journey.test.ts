import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { type Merchant, createMerchant } from '../terminal.ts';
import { byClient } from './by-client.ts';
import { byCommand } from './by-command.ts';
import { byHttp } from './by-http.ts';
import type { JourneyDriver } from './journey-driver.ts';

const WAYS: readonly (readonly [string, (merchant: Merchant) => JourneyDriver])[] = [
  ['the client', ({ sandbox }) => byClient(sandbox)],
  ['mytpe commands', (merchant) => byCommand(merchant)],
  ['plain HTTP', ({ sandbox }) => byHttp(sandbox)],
];

/** Fills in and submits the hosted page, like a payer in a browser. */
async function payOnThePage(url: string): Promise<string> {
  const page = await (await fetch(`${url}?lang=fr`)).text();
  const fields = new URLSearchParams({ 'answers[wilaya]': '16' });
  for (const [tag] of page.matchAll(/<input[^>]*type="(?:hidden|radio)"[^>]*>/g)) {
    const [name, value] = ['name', 'value'].map((key) => new RegExp(`${key}="([^"]*)"`).exec(tag)?.[1] ?? '');
    if (!fields.has(name!)) fields.append(name!, value!);
  }
  const paid = await fetch(`${url}?lang=fr`, { method: 'POST', body: fields });
  return paid.text();
}

it.each(WAYS)('from an empty account to a paid link, with %s', { timeout: 60_000 }, async (_way, createDriver) => {
  const merchant = await createMerchant();
  await merchant.control('POST', '/seed', { scenario: 'empty' });
  const accept = (kind: string, id: string) =>
    merchant.control('POST', `/reviews/${kind}/${id}`, { decision: 'accept' });
  const driver = createDriver(merchant);
  const document = join(merchant.home, 'السجل التجاري.pdf');
  writeFileSync(document, '%PDF-1.7\nregistre');

  const identification = await driver.identify('Boutique Centrale SARL', document);
  await accept('identifications', identification);
  const brand = await driver.brandOf(identification);
  await accept('brands', brand);
  const account = await driver.bankAccount('00799999000123456789', identification);
  await accept('bank-accounts', account);

  const feePage = await driver.activate('Alger', { identification, brand, account });
  const settled = await fetch(feePage, { method: 'POST', body: new URLSearchParams({ card: 'approved' }) });
  expect(settled.status).toBe(200);
  const requested = await driver.instance('Alger');
  expect(requested.isReady).toBe(false);
  await accept('instances', requested.id);
  expect(await driver.instance('Alger')).toEqual({ id: requested.id, isReady: true });

  const link = await driver.link(requested.id, await driver.form());
  expect(await driver.outcome(link.id)).toEqual({ status: 'active', collected: '0.00' });
  expect(await payOnThePage(link.url)).toMatch(/4\s?500,50/);
  expect(await driver.outcome(link.id)).toEqual({ status: 'exhausted', collected: '4500.50' });
});
