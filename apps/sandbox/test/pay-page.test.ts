import { describe, expect, it } from 'vitest';

import { SEEDED_IDS, TEST_CARDS } from '../src/index.ts';
import { type Shop, openShop } from './shop.ts';

const OPEN = { amount_mode: 'open', amount: null, min_amount: 200, max_amount: 50_000, usage_mode: 'reusable' };
const APPROVED = { card: TEST_CARDS.approved };

function attribute(page: string, name: string): string | undefined {
  return new RegExp(`${name}="([^"]*)"`).exec(page)?.[1];
}

function attemptOf(page: string): string {
  return /name="attempt" value="([^"]+)"/.exec(page)![1]!;
}

async function totals({ api }: Shop, id: string): Promise<unknown[]> {
  const { data } = (await api('GET', `/links/${id}`)).body;
  return [data.status, data.paid_count, data.total_collected];
}

describe('paying', () => {
  it('a fixed price: shows the exact amount, accepts the test card, and ends on a result that can be reloaded', async () => {
    const shop = await openShop();
    const { id, slug } = await shop.published({ amount: '1234567.5', description: 'Two\nlines' });
    const form = await shop.page(slug);
    expect(form.status).toBe(200);
    expect(attribute(form.text, 'data-amount')).toBe('1234567.50');
    expect(form.text).toContain('DZD 1,234,567.50');
    expect(form.text).not.toContain('amount-input');

    const result = await shop.page(slug, { ...APPROVED, attempt: attemptOf(form.text) });
    expect([result.status, attribute(result.text, 'data-result')]).toEqual([200, 'paid']);
    expect(attribute(result.text, 'data-amount')).toBe('1234567.50');
    const [payment] = (await shop.control('GET', '/state')).body.payments;
    expect(result.text).toContain(payment.id);
    expect(await totals(shop, id)).toEqual(['exhausted', 1, '1234567.50']);

    const reloaded = await fetch(result.url);
    expect(attribute(await reloaded.text(), 'data-result')).toBe('paid');
    expect(await totals(shop, id)).toEqual(['exhausted', 1, '1234567.50']);
  });

  it.each([
    ['1500', '1500.00'],
    [' 1 500,5 ', '1500.50'],
    ['1\u202F500.50', '1500.50'],
    ['١٥٠٠٫٥٠', '1500.50'],
    ['۲۰۰', '200.00'],
  ])('reads an open amount typed as %j as %s', async (typed, exact) => {
    const shop = await openShop();
    const { id, slug } = await shop.published(OPEN);
    const result = await shop.page(slug, { ...APPROVED, amount: typed });
    expect(attribute(result.text, 'data-amount')).toBe(exact);
    expect(await totals(shop, id)).toEqual(['active', 1, exact]);
  });

  it.each([
    ['', 'Enter an amount.'],
    ['199.99', 'below the minimum'],
    ['50000.01', 'above the maximum'],
    ['1.500', 'Write an amount'],
    ['abc', 'Write an amount'],
    ['-500', 'Write an amount'],
    ['9'.repeat(30), 'Write an amount'],
  ])('refuses an open amount typed as %j, next to the field', async (typed, sentence) => {
    const shop = await openShop();
    const { id, slug } = await shop.published(OPEN);
    const { status, text } = await shop.page(slug, { ...APPROVED, amount: typed });
    expect(status).toBe(422);
    expect(/data-testid="amount-problem"[^>]*>\s*([^<]+)/.exec(text)?.[1]).toContain(sentence);
    expect(/name="amount"[\s\S]*?value="([^"]*)"/.exec(text)?.[1]).toBe(typed);
    expect(await totals(shop, id)).toEqual(['active', 0, '0.00']);
  });

  it('pays once when the same form is sent twice, even concurrently; a new form pays again', async () => {
    const shop = await openShop();
    const { id, slug } = await shop.published({ ...OPEN });
    const fields = { ...APPROVED, amount: '300', attempt: attemptOf((await shop.page(slug)).text) };
    const results = await Promise.all([shop.page(slug, fields), shop.page(slug, fields), shop.page(slug, fields)]);
    expect(new Set(results.map(({ url }) => url)).size).toBe(1);
    expect(await totals(shop, id)).toEqual(['active', 1, '300.00']);
    await shop.page(slug, { ...fields, attempt: attemptOf((await shop.page(slug)).text) });
    expect(await totals(shop, id)).toEqual(['active', 2, '600.00']);
  });

  it('refuses a one-shot link that was paid in another tab meanwhile, and charges once', async () => {
    const shop = await openShop();
    const { id, slug } = await shop.published();
    const [first, second] = [attemptOf((await shop.page(slug)).text), attemptOf((await shop.page(slug)).text)];
    await shop.page(slug, { ...APPROVED, attempt: first });
    const late = await shop.page(slug, { ...APPROVED, attempt: second });
    expect([late.status, attribute(late.text, 'data-reason')]).toEqual([409, 'exhausted']);
    expect(await totals(shop, id)).toEqual(['exhausted', 1, '4500.00']);
  });

  it.each([
    [TEST_CARDS.refused, 'The bank refused the card'],
    [TEST_CARDS.insufficient_funds, 'does not have enough funds'],
  ])('refuses card %s with its reason and a way to retry', async (card, why) => {
    const shop = await openShop();
    const { id, slug } = await shop.published();
    const { text } = await shop.page(slug, { card });
    expect(attribute(text, 'data-result')).toBe('refused');
    expect(text).toContain(why);
    expect(text).toContain(`data-testid="retry"`);
    expect(await totals(shop, id)).toEqual(['active', 0, '0.00']);
    expect((await shop.page(slug)).text).toContain('data-testid="pay"');
  });

  it('refuses any other card number without storing it', async () => {
    const shop = await openShop();
    const { id, slug } = await shop.published();
    const { status, text } = await shop.page(slug, { card: '6280 5811 1000 0001' });
    expect([status, text.includes('card-problem'), text.includes('6280')]).toEqual([422, true, false]);
    expect(await totals(shop, id)).toEqual(['active', 0, '0.00']);
  });

  it('asks for the payer of a whitelist', async () => {
    const shop = await openShop();
    const { slug } = await shop.published({ usage_mode: 'whitelist', allowed_payers: ['karim@example.com'] });
    expect((await shop.page(slug)).text).toContain('data-testid="payer-input"');
    const stranger = await shop.page(slug, { ...APPROVED, payer: 'x@example.com' });
    expect([stranger.status, stranger.text.includes('not meant for this person')]).toEqual([422, true]);
    expect(attribute((await shop.page(slug, { ...APPROVED, payer: 'KARIM@example.com' })).text, 'data-result')).toBe(
      'paid',
    );
  });
});

describe('shows the reason when a link cannot be paid', () => {
  const REASONS: [string, (shop: Shop) => Promise<{ slug: string }>][] = [
    ['draft', (shop) => shop.draft()],
    [
      'not_started',
      (shop) =>
        shop.published({
          usage_mode: 'time_window',
          starts_at: '2026-06-11T23:00:00Z',
          ends_at: '2026-06-12T23:00:00Z',
        }),
    ],
    ['paused', async (shop) => act(shop, await shop.published(), 'pause')],
    ['archived', async (shop) => act(shop, await shop.published(), 'archive')],
    [
      'expired',
      async (shop) => {
        const link = await shop.published({ expires_at: '2026-06-10T00:00:00Z' });
        shop.time.now = new Date('2026-06-10T00:00:00Z');
        return link;
      },
    ],
    ['instance_suspended', async (shop) => change(shop, await shop.published(), { status: 'suspended' })],
    ['instance_not_ready', async (shop) => change(shop, await shop.published(), { acceptance_status: 'rejected' })],
  ];

  async function act(shop: Shop, link: { id: string; slug: string }, action: string): Promise<{ slug: string }> {
    await shop.api('POST', `/links/${link.id}/${action}`);
    return link;
  }

  async function change(shop: Shop, link: { slug: string }, instance: object): Promise<{ slug: string }> {
    await shop.control('PATCH', `/instances/${SEEDED_IDS.readyInstance}`, instance);
    return link;
  }

  it.each(REASONS)('%s', async (reason, prepare) => {
    const shop = await openShop();
    const { slug } = await prepare(shop);
    const shown = await shop.page(slug);
    expect([shown.status, attribute(shown.text, 'data-reason')]).toEqual([200, reason]);
    const sent = await shop.page(slug, APPROVED);
    expect([sent.status, attribute(sent.text, 'data-reason')]).toEqual([409, reason]);
    expect((await shop.control('GET', '/state')).body.payments).toEqual([]);
  });

  it('responds with 404 to an unknown link', async () => {
    const shop = await openShop();
    for (const form of [undefined, APPROVED]) {
      const { status, text } = await shop.page('no-such-link', form);
      expect([status, attribute(text, 'data-reason')]).toEqual([404, 'unknown']);
    }
  });
});
