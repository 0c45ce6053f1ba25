import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { respondWith, isSignedWith, openReceiver } from './receiver.ts';
import { advance, openWebhookShop } from './webhook-shop.ts';

describe('a restart', () => {
  it('resumes the waiting deliveries', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const stateFile = join(folder, 'state.json');
    const first = await openWebhookShop({ stateFile });
    const receiver = await openReceiver(respondWith(500, 200));
    const { id, secret } = await first.subscribe(receiver.url);
    await first.announce();
    const before = await first.settled(({ attempts }) => attempts.length === 1);
    await first.sandbox.close();

    const second = await openWebhookShop({ stateFile });
    expect(await second.deliveries()).toEqual([before]);
    advance(second, 1_000);
    await second.settled(({ status }) => status === 'delivered');
    expect(await isSignedWith(secret, receiver.received[1]!)).toBe(true);
    expect(receiver.received[1]!.raw).toBe(receiver.received[0]!.raw);
    expect((await second.api('GET', `/webhooks/${id}`)).status).toBe(200);
  });

  it('does not wait for a receiver without a response, and counts its attempt as not sent', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const stateFile = join(folder, 'state.json');
    const first = await openWebhookShop({ stateFile });
    const receiver = await openReceiver((response, nth) => void (nth > 1 && response.end()));
    await first.subscribe(receiver.url);
    await first.announce();
    await receiver.next();
    await first.sandbox.close();

    const second = await openWebhookShop({ stateFile });
    const { attempts } = await second.settled(({ status }) => status === 'delivered');
    expect(attempts).toHaveLength(1);
    expect((await receiver.next()).raw).toBe(receiver.received[0]!.raw);
  });

  it('clears subscriptions and deliveries at a reset, also the deliveries in progress', async () => {
    const shop = await openWebhookShop();
    const receiver = await openReceiver(respondWith(500));
    await shop.subscribe(receiver.url);
    await shop.announce();
    await shop.settled(({ attempts }) => attempts.length === 1);
    await shop.control('POST', '/reset');
    advance(shop, 60_000);
    expect(await shop.deliveries()).toEqual([]);
    expect((await shop.api('GET', '/webhooks')).body.data).toEqual([]);
    expect(await shop.announce()).toEqual([]);
    expect(receiver.received).toHaveLength(1);
  });
});
