import { describe, expect, it } from 'vitest';

import { type RefusalOf, v2Refusal } from '../domain/api-limits.ts';
import { CatalogError, parseCatalog } from './catalog.ts';

const GOOD = `
defaults: { currency: DZD }
offers:
  tshirt:
    title: { fr: "T-shirt", ar: "قميص" }
    amount_mode: fixed
    amount: 4500
    usage_mode: one_shot
  donation:
    title: { fr: "Soutenez l'association" }
    amount_mode: open
    min_amount: 200
    max_amount: 50000.50
    amount_step: 50
    suggested_amounts: [500, 1000, 2000]
    usage_mode: reusable
`;

function problems(text: string, refusalOf?: RefusalOf): string {
  try {
    parseCatalog(text, 'offers.yaml', refusalOf);
  } catch (error) {
    if (error instanceof CatalogError) return error.message;
    throw error;
  }
  return '';
}

const offer = (lines: string) => `offers:\n  gift:\n    title: Gift\n${lines.replace(/^/gm, '    ')}\n`;

describe('a catalog', () => {
  it('reads offers, with amounts in centimes', () => {
    const catalog = parseCatalog(GOOD, 'offers.yaml');
    expect([...catalog.keys()]).toEqual(['tshirt', 'donation']);
    expect(catalog.get('tshirt')).toMatchObject({
      amount: { mode: 'fixed', value: 450_000 },
      scope: 'payer',
      title: { default: 'T-shirt', ar: 'قميص' },
    });
    expect(catalog.get('donation')).toMatchObject({
      amount: {
        mode: 'open',
        entry: 'button',
        min: 20_000,
        max: 5_000_050,
        step: 5_000,
        suggested: [50_000, 100_000, 200_000],
      },
      scope: 'payer',
    });
  });

  it('parses amounts exactly, without floating-point numbers', () => {
    const { amount } = parseCatalog(
      offer('amount_mode: fixed\namount: 999999999999.99\nusage_mode: reusable'),
      'x',
    ).get('gift')!;
    expect(amount).toEqual({ mode: 'fixed', value: 99_999_999_999_999 });
  });

  it('has a version that changes with the charge terms, not with the texts', () => {
    const version = (text: string) => parseCatalog(text, 'x').get('tshirt')!.version;
    expect(version(GOOD.replace('T-shirt', 'Tee'))).toBe(version(GOOD));
    expect(version(GOOD.replace('4500', '4501'))).not.toBe(version(GOOD));
  });
});

describe('a problem in a catalog is reported with its line and column', () => {
  it.each([
    [
      'an unknown field',
      offer('amount_mode: fixed\namount: 5\nusage_mode: reusable\nprize: 3'),
      'offers.yaml:7:5: unknown field prize',
    ],
    [
      'a missing field',
      offer('amount_mode: fixed\nusage_mode: reusable'),
      'offers.yaml:2:3: offer gift: amount is required with amount_mode: fixed',
    ],
    [
      'an unknown mode',
      offer('amount_mode: free\nusage_mode: reusable'),
      'offers.yaml:4:5: offers.gift.amount_mode: must be fixed or open',
    ],
    [
      'three decimals',
      offer('amount_mode: fixed\namount: 4500.005\nusage_mode: reusable'),
      'offers.yaml:5:5: offers.gift.amount: must be an amount of dinars with at most two decimals',
    ],
    ['an exponent', offer('amount_mode: fixed\namount: 1e3\nusage_mode: reusable'), 'offers.yaml:5:5'],
    ['an amount of 0', offer('amount_mode: fixed\namount: 0\nusage_mode: reusable'), 'must be more than 0'],
    [
      'a field of another mode',
      offer('amount_mode: fixed\namount: 5\nmin_amount: 2\nusage_mode: reusable'),
      'offers.yaml:6:5: offer gift: min_amount does not go with amount_mode: fixed',
    ],
    [
      'a suggestion out of bounds',
      offer('amount_mode: open\nmax_amount: 100\nsuggested_amounts:\n  - 50\n  - 150\nusage_mode: reusable'),
      'offers.yaml:8:9: offer gift: 150',
    ],
    [
      'a suggestion off the step',
      offer('amount_mode: open\namount_step: 50\nsuggested_amounts: [70]\nusage_mode: reusable'),
      'it is not a multiple of amount_step',
    ],
    [
      'a minimum above the maximum',
      offer('amount_mode: open\nmin_amount: 10\nmax_amount: 5\nusage_mode: reusable'),
      'offers.yaml:5:5: offer gift: min_amount is more than max_amount',
    ],
    [
      'bounds that contain no step',
      offer('amount_mode: open\nmin_amount: 110\nmax_amount: 140\namount_step: 50\nusage_mode: reusable'),
      'no multiple of amount_step',
    ],
    [
      'a time window that ends before it starts',
      offer(
        'amount_mode: fixed\namount: 5\nusage_mode: time_window\nstarts_at: 2026-06-12T00:00:00+01:00\nends_at: 2026-06-11T00:00:00+01:00',
      ),
      'ends_at is not after starts_at',
    ],
    [
      'a time without a time zone',
      offer(
        'amount_mode: fixed\namount: 5\nusage_mode: time_window\nstarts_at: 2026-06-12T00:00:00\nends_at: 2027-01-01T00:00:00Z',
      ),
      'offers.yaml:7:5: offers.gift.starts_at: must be an ISO 8601 date and time',
    ],
    [
      'button entry with uses that MyTPE must count',
      offer('amount_mode: open\nusage_mode: limited\nmax_uses: 5\nentry: button'),
      'offers.yaml:7:5: offer gift: with usage_mode: limited an open amount is typed on MyTPE',
    ],
    [
      'a payer that is neither an e-mail address nor a phone number',
      offer('amount_mode: fixed\namount: 5\nusage_mode: whitelist\nallowed_payers: [karim]'),
      'must be an e-mail address or a phone number',
    ],
    [
      'reserved metadata',
      offer('amount_mode: fixed\namount: 5\nusage_mode: reusable\nmetadata: { our_ref: x }'),
      'may not hold our_ref',
    ],
    [
      'metadata that v2 cannot store',
      offer('amount_mode: fixed\namount: 5\nusage_mode: reusable\nmetadata: { "size[cm]": "40" }'),
      'must not contain brackets, quotes or line breaks in its keys',
    ],
    ['a duplicate key', offer('amount_mode: fixed\namount: 5\namount: 6\nusage_mode: reusable'), 'offers.yaml:6:5'],
    [
      'an alias',
      `offers:\n  a: &a { title: A, amount_mode: fixed, amount: 5, usage_mode: reusable }\n  b: *a\n`,
      'offers.yaml:3:3',
    ],
    ['broken YAML', 'offers: [', 'offers.yaml:1:'],
    ['an empty file', '', 'offers.yaml:1:1: the file'],
    [
      'an invalid offer id',
      'offers:\n  "T shirt": { title: A, amount_mode: fixed, amount: 5, usage_mode: reusable }',
      'offers.yaml:2:3',
    ],
  ])('%s', (_, text, expected) => expect(problems(text)).toContain(expected));

  it('reports all problems together', () => {
    expect(problems(offer('amount_mode: free\nusage_mode: sometimes\nprize: 1')).split('\n')).toHaveLength(3);
  });
});

describe('the check of an offer against the MyTPE API in use', () => {
  const fixed = 'amount_mode: fixed\namount: 5\n';
  it.each([
    [
      'a total amount',
      'amount_mode: open\nusage_mode: capped_amount\ntarget_amount: 5',
      'offers.yaml:5:5: offer gift: MyTPE v2 does not support total amounts (capped_amount)',
    ],
    [
      'a time window',
      `${fixed}usage_mode: time_window\nstarts_at: 2026-06-12T00:00:00Z\nends_at: 2027-01-01T00:00:00Z`,
      'offers.yaml:6:5: offer gift: MyTPE v2 does not support time windows (time_window)',
    ],
    [
      'named payers',
      `${fixed}usage_mode: whitelist\nallowed_payers: [a@b.dz]`,
      'offers.yaml:6:5: offer gift: MyTPE v2',
    ],
    [
      'a form',
      `${fixed}usage_mode: one_shot\nform_id: f1`,
      'offers.yaml:7:5: offer gift: MyTPE v2 does not support forms',
    ],
    [
      'an open amount with limited uses',
      'amount_mode: open\nusage_mode: limited\nmax_uses: 3',
      'offers.yaml:5:5: offer gift: MyTPE v2 cannot limit the payments of an amount that the payer types',
    ],
    [
      'an open amount for one payment, typed at MyTPE',
      'amount_mode: open\nusage_mode: one_shot\nentry: hosted',
      'offers.yaml:5:5: offer gift: MyTPE v2 cannot limit',
    ],
    [
      'bounds of an amount typed at MyTPE',
      'amount_mode: open\nusage_mode: reusable\nentry: hosted\nmax_amount: 5',
      'offers.yaml:7:5: offer gift: MyTPE v2 does not support bounds',
    ],
  ])('v2 refuses %s', (_, text, expected) => {
    expect(problems(offer(text))).toBe('');
    expect(problems(offer(text), v2Refusal)).toContain(expected);
  });

  it.each([
    ['a fixed amount', `${fixed}usage_mode: one_shot`],
    ['a fixed amount with limited uses', `${fixed}usage_mode: limited\nmax_uses: 3`],
    ['a reusable fixed amount', `${fixed}usage_mode: reusable`],
    ['bounds that the backend enforces', 'amount_mode: open\nmin_amount: 2\nmax_amount: 9\nusage_mode: reusable'],
    ['bounds that the backend enforces, for one payment', 'amount_mode: open\nmin_amount: 2\nusage_mode: one_shot'],
    ['an open amount, typed at MyTPE', 'amount_mode: open\nusage_mode: reusable\nentry: hosted'],
  ])('v2 accepts %s', (_, text) => expect(problems(offer(text), v2Refusal)).toBe(''));
});
