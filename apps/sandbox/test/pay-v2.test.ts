import { describe, expect, it } from 'vitest';

import { TEST_CARDS } from '../src/index.ts';
import { type V2Shop, openV2Shop } from './v2-shop.ts';

const PAYER = { name: 'Karim Benali', email: 'Karim@Example.com', phone: '0550 12 34 56' };
const APPROVED = { card: TEST_CARDS.approved };
const STATIC = { type: 'static', amount: undefined };

function attribute(page: string, name: string): string | undefined {
  return new RegExp(`${name}="([^"]*)"`).exec(page)?.[1];
}

async function transactions({ v2 }: V2Shop, id: string) {
  return (await v2('GET', `/links/${id}/transactions`)).body.data.data;
}

describe('a v2 link on the page', () => {
  it('shows the instance, asks for the payer, accepts the card', async () => {
    const shop = await openV2Shop();
    const { id, slug } = await shop.stored();
    const form = await shop.page(slug);
    expect(form.text).toContain('Boutique Centrale');
    expect(attribute(form.text, 'data-amount')).toBe('5000.00');
    expect(form.text).not.toContain('data-testid="anonymous"');
    const result = await shop.page(slug, { ...APPROVED, ...PAYER });
    expect(attribute(result.text, 'data-result')).toBe('paid');
    const [transaction] = await transactions(shop, id);
    expect(transaction).toMatchObject({
      name: 'Karim Benali',
      email: 'karim@example.com',
      phone_number: '+213550123456',
      status: 'completed',
    });
    expect(result.text).toContain(transaction.order_number);
    expect(await shop.details(id)).toMatchObject({ successful_payments_count: 1, collected_amount: '5000.00' });
  });

  it.each([
    ['name', ' ', 'full name'],
    ['email', '', 'Enter your e-mail'],
    ['email', 'karim', 'karim@example.com'],
    ['email', '0550123456', 'karim@example.com'],
    ['phone', '', 'Enter your phone'],
    ['phone', 'karim@example.com', 'phone number'],
  ])('rejects %s with the value %j', async (field, given, sentence) => {
    const shop = await openV2Shop();
    const { id, slug } = await shop.stored();
    const { status, text } = await shop.page(slug, { ...APPROVED, ...PAYER, [field]: given, anonymous: '1' });
    expect(status).toBe(422);
    expect(new RegExp(`data-testid="${field}-problem">\\s*([^<]+)`).exec(text)?.[1]).toContain(sentence);
    expect(await transactions(shop, id)).toEqual([]);
  });

  it('offers an anonymous payment with allow_anonymous, and still accepts a name', async () => {
    const shop = await openV2Shop();
    const { id, slug } = await shop.stored({ 'settings[allow_anonymous]': 'true' });
    expect((await shop.page(slug)).text).toContain('data-testid="anonymous"');
    await shop.page(slug, { ...APPROVED, anonymous: '1' });
    await shop.page(slug, { ...APPROVED, ...PAYER });
    expect((await shop.page(slug, APPROVED)).status).toBe(422);
    expect((await transactions(shop, id)).map(({ name }: { name: string | null }) => name)).toEqual([
      'Karim Benali',
      null,
    ]);
  });

  it('static: the payer chooses any amount above zero', async () => {
    const shop = await openV2Shop();
    const { id, slug } = await shop.stored(STATIC);
    expect((await shop.page(slug)).text).toContain('Whatever amount you choose.');
    for (const amount of ['', '0', 'abc']) {
      expect((await shop.page(slug, { ...APPROVED, ...PAYER, amount })).status).toBe(422);
    }
    await shop.page(slug, { ...APPROVED, ...PAYER, amount: '1 500,50' });
    expect(await shop.details(id)).toMatchObject({ collected_amount: '1500.50', amount: null, status: 'active' });
  });

  it.each([
    ['true', true],
    ['false', false],
    [undefined, true],
  ])('reads show_retry_button %j', async (setting, isShown) => {
    const shop = await openV2Shop();
    const { slug } = await shop.stored({ 'settings[show_retry_button]': setting });
    const { text } = await shop.page(slug, { ...PAYER, card: TEST_CARDS.refused });
    expect([attribute(text, 'data-result'), text.includes('data-testid="retry"')]).toEqual(['refused', isShown]);
  });

  it('keeps the payer’s details after a refusal', async () => {
    const shop = await openV2Shop();
    const { slug } = await shop.stored();
    const { text } = await shop.page(slug, { ...PAYER, card: TEST_CARDS.insufficient_funds });
    const retry = /data-testid="retry"\s+href="([^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&');
    const again = await (await fetch(shop.sandbox.url + retry)).text();
    for (const value of ['Karim Benali', 'karim@example.com', '+213550123456'])
      expect(again).toContain(`value="${value}"`);
  });

  it('closes one_shot and limited links after payments on the page', async () => {
    const shop = await openV2Shop();
    for (const parts of [{ payment_mode: 'one_shot', max_payments: undefined }, { max_payments: '1' }]) {
      const { id, slug } = await shop.stored(parts);
      await shop.page(slug, { ...APPROVED, ...PAYER });
      expect((await shop.details(id)).status).toBe('closed');
      const late = await shop.page(slug, { ...APPROVED, ...PAYER });
      expect([late.status, attribute(late.text, 'data-reason')]).toEqual([409, 'exhausted']);
    }
  });

  it('pays by the control, with the link’s id or slug', async () => {
    const shop = await openV2Shop();
    const { id, slug } = await shop.stored({ max_payments: '2' });
    expect((await shop.pay(id)).body).toMatchObject({
      payment: { status: 'paid', api: 'v2', amount: '5000.00' },
      link: { id, remaining_payments: 1 },
    });
    expect((await shop.pay(slug, { card: 'refused' })).body).toMatchObject({ payment: { status: 'refused' } });
    expect((await shop.pay(slug, { amount: '1.00' })).body).toMatchObject({ reason: 'amount_fixed' });
    expect((await shop.pay(slug)).body.link.status).toBe('closed');
    expect((await shop.control('GET', '/state')).body.v2.links).toMatchObject([{ id, status: 'closed' }]);
  });
});

describe('a bank that does not respond', () => {
  it('v2: the page explains the open result, the transaction is processing, then failed', async () => {
    const shop = await openV2Shop();
    const { id, slug } = await shop.stored();
    const result = await shop.page(slug, { ...PAYER, card: TEST_CARDS.timeout });
    expect(attribute(result.text, 'data-result')).toBe('processing');
    expect(result.text).toContain('has not answered yet');
    expect(result.text).toContain('data-testid="check-again"');
    expect(result.text).toContain(`data-testid="back" href="/pay/${slug}?lang=en"`);
    const [{ order_number }] = await transactions(shop, id);
    const check = async () =>
      (await shop.v2('POST', '/links/transaction/check', { order_number })).body.data.transaction;
    expect(await check()).toMatchObject({ status: 'processing', gateway_message: null });

    shop.time.now = new Date(shop.time.now.getTime() + 10 * 60_000);
    expect(await check()).toMatchObject({ status: 'failed', gateway_message: expect.stringContaining('No response') });
    const ended = await (await fetch(result.url)).text();
    expect(attribute(ended, 'data-result')).toBe('failed');
    expect(ended).toContain('data-testid="retry"');
    expect(await shop.details(id)).toMatchObject({ successful_payments_count: 0, status: 'active' });
  });

  it('ext: the link stays unpaid, and the payer may try again', async () => {
    const shop = await openV2Shop();
    const { id, slug } = await shop.published();
    const result = await shop.page(slug, { card: TEST_CARDS.timeout });
    expect(attribute(result.text, 'data-result')).toBe('processing');
    const paidCount = async () => (await shop.api('GET', `/links/${id}`)).body.data.paid_count;
    expect(await paidCount()).toBe(0);
    shop.time.now = new Date(shop.time.now.getTime() + 10 * 60_000);
    expect(attribute(await (await fetch(result.url)).text(), 'data-result')).toBe('failed');
    expect(await paidCount()).toBe(0);
    await shop.page(slug, APPROVED);
    expect(await paidCount()).toBe(1);
  });
});
