import { describe, expect, it } from 'vitest';

import { respondWith, isSignedWith, openReceiver } from './receiver.ts';
import { advance, openWebhookShop } from './webhook-shop.ts';

describe('retries', () => {
  it.each([
    ['a refusal', respondWith(500, 403, 200), 500],
    ['a redirect, which is not followed,', respondWith(302, 302, 204), 302],
  ])(
    'retries after %s, 1 and 4 seconds later, with the same body and a new signature',
    async (_case, reaction, status) => {
      const shop = await openWebhookShop();
      const receiver = await openReceiver(reaction);
      const { secret } = await shop.subscribe(receiver.url);
      await shop.announce();
      const first = await receiver.next();
      const waiting = await shop.settled(({ attempts }) => attempts.length === 1);
      expect(waiting).toMatchObject({ status: 'pending', next_attempt_at: '2026-06-09T12:00:01.000000Z' });
      expect(waiting.attempts[0]).toMatchObject({ response_status: status, response: '{}', error: null });

      advance(shop, 999);
      expect((await shop.deliveries())[0].attempts).toHaveLength(1);
      advance(shop, 1);
      await shop.deliveries();
      const second = await receiver.next();
      const again = await shop.settled(({ attempts }) => attempts.length === 2);
      expect(again.next_attempt_at).toBe('2026-06-09T12:00:05.000000Z');
      advance(shop, 4_000);
      await shop.deliveries();
      const third = await receiver.next();
      const done = await shop.settled(({ attempts }) => attempts.length === 3);
      expect(done).toMatchObject({ status: 'delivered', next_attempt_at: null });
      expect([second.raw, third.raw, second.path]).toEqual([first.raw, first.raw, '/hooks']);
      expect(await isSignedWith(secret, third)).toBe(true);
    },
  );

  it.each([
    ['a closed port', 'http://127.0.0.1:9/', /ECONNREFUSED/],
    ['an unknown host name', 'https://receiver.invalid/', /ENOTFOUND|EAI_AGAIN|ECONNREFUSED/],
  ])('gives up after three attempts with %s, and logs the reason', async (_case, url, error) => {
    const shop = await openWebhookShop({ webhookRetryDelaysMs: [0, 0] });
    await shop.subscribe(url);
    await shop.announce();
    const { attempts, next_attempt_at } = await shop.settled(({ status }) => status === 'failed');
    expect([attempts.length, next_attempt_at]).toEqual([3, null]);
    for (const attempt of attempts)
      expect(attempt).toMatchObject({ response_status: null, error: expect.stringMatching(error) });
  });

  it('counts a timeout as a failure', async () => {
    const shop = await openWebhookShop({ webhookTimeoutMs: 20, webhookRetryDelaysMs: [] });
    const receiver = await openReceiver(() => {});
    await shop.subscribe(receiver.url);
    await shop.announce();
    const { attempts } = await shop.settled(({ status }) => status === 'failed');
    expect(attempts).toMatchObject([{ response_status: null, error: 'No response within 20 ms.' }]);
  });

  it('reads only the beginning of an endless response', async () => {
    const shop = await openWebhookShop();
    const receiver = await openReceiver((response) => {
      const pour = (): void => void (response.destroyed || response.write('x'.repeat(8_192), () => setImmediate(pour)));
      pour();
    });
    await shop.subscribe(receiver.url);
    await shop.announce();
    const { attempts } = await shop.settled(({ status }) => status === 'delivered');
    expect(attempts[0]).toMatchObject({ response_status: 200, response: 'x'.repeat(500) });
  });

  it('uses the current secret and address for each attempt', async () => {
    const shop = await openWebhookShop();
    const [old, moved] = [await openReceiver(respondWith(500)), await openReceiver()];
    const { id, secret } = await shop.subscribe(old.url);
    await shop.announce();
    await shop.settled(({ attempts }) => attempts.length === 1);
    const fresh = (await shop.api('POST', `/webhooks/${id}/regenerate-secret`)).body.data.secret;
    await shop.api('PATCH', `/webhooks/${id}`, { url: moved.url });
    advance(shop, 1_000);
    await shop.deliveries();
    const retried = await moved.next();
    expect([await isSignedWith(fresh, retried), await isSignedWith(secret, retried)]).toEqual([true, false]);
  });

  it.each([
    ['deleted', 'DELETE', undefined],
    ['switched off', 'PATCH', { is_active: false }],
  ])('stops when its subscription is %s', async (_case, method, body) => {
    const shop = await openWebhookShop();
    const receiver = await openReceiver(respondWith(500));
    const { id } = await shop.subscribe(receiver.url);
    await shop.announce();
    await shop.settled(({ attempts }) => attempts.length === 1);
    await shop.api(method, `/webhooks/${id}`, body);
    advance(shop, 1_000);
    const given = await shop.settled(({ status }) => status === 'failed');
    expect(given.attempts[1]).toMatchObject({ error: 'The receiver was removed or switched off.' });
    expect(receiver.received).toHaveLength(1);
  });
});
