import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { OFFER, PNG, openV2Shop } from './v2-shop.ts';

it('restores v2 after a restart: links, logo, secret, transactions, including open transactions', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const publicBaseUrl = 'http://sandbox.test';
  const first = await openV2Shop({ stateFile });
  const logo = { bytes: PNG, type: 'image/png', name: 'logo.png' };
  const { id, logo: address } = (await first.form('/links/store', { ...OFFER, logo })).body.data;
  await first.v2('PUT', `/${OFFER.mytpe_pay_id}/webhook`, { webhook_url: 'https://example.com/hook' });
  await first.pay(id);
  await first.pay(id, { card: 'timeout' });
  const details = await first.details(id);
  await first.sandbox.close();

  const second = await openV2Shop({ stateFile });
  const moved = (text: string): string =>
    text.replaceAll(first.sandbox.url, publicBaseUrl).replaceAll(second.sandbox.url, publicBaseUrl);
  expect(moved(JSON.stringify(await second.details(id)))).toBe(moved(JSON.stringify(details)));
  const served = await fetch(second.sandbox.url + new URL(address).pathname);
  expect(Buffer.from(await served.arrayBuffer())).toEqual(PNG);
  expect((await second.v2('GET', `/${OFFER.mytpe_pay_id}/webhook`)).body.data.has_secret).toBe(true);
  expect((await second.form('/links/store', OFFER)).body.errors.slug).toEqual(['The slug has already been taken.']);
  second.time.now = new Date(second.time.now.getTime() + 10 * 60_000);
  const { data } = (await second.v2('GET', `/links/${id}/transactions`)).body.data;
  expect(data.map(({ status }: { status: string }) => status)).toEqual(['failed', 'completed']);
});
