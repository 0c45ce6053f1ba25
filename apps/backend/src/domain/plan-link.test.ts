import { describe, expect, it } from 'vitest';

import { parseCatalog } from '../config/catalog.ts';
import { Problem } from '../lib/problem.ts';
import { v2Refusal } from './api-limits.ts';
import { planFallback, planLink } from './plan-link.ts';

const catalog = parseCatalog(
  `
offers:
  tshirt: { title: A, amount_mode: fixed, amount: 4500, usage_mode: one_shot }
  pay-us: { title: A, amount_mode: fixed, amount: 4500, usage_mode: reusable }
  workshop: { title: A, amount_mode: fixed, amount: 4500, usage_mode: limited, max_uses: 20 }
  donation: { title: A, amount_mode: open, min_amount: 200, max_amount: 50000, amount_step: 50, usage_mode: reusable }
  invoice: { title: A, amount_mode: open, min_amount: 100, usage_mode: one_shot }
  tip: { title: A, amount_mode: open, usage_mode: reusable, entry: hosted }
  once: { title: A, amount_mode: open, usage_mode: one_shot, entry: hosted }
  goal: { title: A, amount_mode: open, usage_mode: capped_amount, target_amount: 1000 }
`,
  'offers.yaml',
);

function outcome(offer: string, amount: number | null, offers = catalog): string {
  try {
    const { scope, terms } = planLink(offers.get(offer)!, amount);
    return `${scope} ${terms.amountMode} ${terms.usageMode} ${terms.amount ?? '-'}`;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe('the link that a request gets', () => {
  it.each([
    ['tshirt', null, 'payer fixed one_shot 450000'],
    ['tshirt', 450_000, 'amount_not_accepted'],
    ['tshirt', 100, 'amount_not_accepted'],
    ['pay-us', null, 'shared fixed reusable 450000'],
    ['pay-us', 100, 'amount_not_accepted'],
    ['workshop', null, 'shared fixed limited 450000'],
    ['donation', 150_000, 'payer fixed one_shot 150000'],
    ['donation', null, 'shared open reusable -'],
    ['donation', 19_999, 'amount_below_min'],
    ['donation', 5_000_001, 'amount_above_max'],
    ['donation', 150_001, 'amount_off_step'],
    ['invoice', 15_000, 'payer fixed one_shot 15000'],
    ['invoice', null, 'amount_required'],
    ['tip', null, 'shared open reusable -'],
    ['tip', 15_000, 'amount_not_accepted'],
    ['once', null, 'payer open one_shot -'],
    ['goal', null, 'shared open capped_amount -'],
  ])('%s, %s: %s', (offer, amount, expected) => expect(outcome(offer, amount)).toBe(expected));

  it('falls back to the open link if the offer has one', () => {
    const withFallback = [...catalog.values()].filter((offer) => planFallback(offer)).map(({ id }) => id);
    expect(withFallback).toEqual(['donation', 'tip']);
  });

  it('is never an open link if the API in use cannot enforce the offer’s bounds', () => {
    const v2 = parseCatalog(
      `
offers:
  bounded: { title: A, amount_mode: open, min_amount: 200, usage_mode: reusable }
  free: { title: A, amount_mode: open, usage_mode: reusable }
`,
      'offers.yaml',
      v2Refusal,
    );
    expect(outcome('bounded', 150_000, v2)).toBe('payer fixed one_shot 150000');
    expect(outcome('bounded', null, v2)).toBe('amount_required');
    expect(planFallback(v2.get('bounded')!)).toBeNull();
    expect(outcome('free', null, v2)).toBe('shared open reusable -');
    expect(planFallback(v2.get('free')!)).not.toBeNull();
  });
});
