import fc from 'fast-check';

import type { OfferInput } from '../src/index.ts';

const text = (maxLength: number) =>
  fc.string({ minLength: 1, maxLength, unit: 'grapheme' }).filter((t) => t.trim() !== '' && t.length <= maxLength);
const localized = (maxLength: number) =>
  fc.oneof(text(maxLength), fc.record({ fr: text(maxLength), ar: text(maxLength) }, { requiredKeys: ['fr'] }));
/** An amount of dinars, as a number or a string, with and without centimes. */
const dinars = fc
  .integer({ min: 1, max: 99_999_999 })
  .chain((value) => fc.constantFrom(value, String(value), `${value}.5`, `${value}.25`, value + 0.75));
const common = fc.record(
  {
    title: localized(40),
    description: localized(80),
    form_id: text(20),
    metadata: fc.dictionary(fc.stringMatching(/^m[a-z]{1,9}$/), text(20), { maxKeys: 4 }),
    allowed_origins: fc.constant(['https://shop.example', 'https://*.shop.example']),
    show_remaining: fc.boolean(),
    max_payer_links_per_day: fc.integer({ min: 1, max: 1000 }),
  },
  { requiredKeys: ['title'] },
);
const amount = fc.oneof(
  fc.record({ amount_mode: fc.constant('fixed' as const), amount: dinars }),
  fc.record({ amount_mode: fc.constant('open' as const) }),
  fc.constant({
    amount_mode: 'open' as const,
    min_amount: '200',
    max_amount: 50_000,
    amount_step: '50.00',
    suggested_amounts: [500, '1000.00'],
    default_amount: 500,
  }),
);
const usage = fc.oneof(
  fc.record({ usage_mode: fc.constantFrom('one_shot' as const, 'reusable' as const) }),
  fc.record({ usage_mode: fc.constant('limited' as const), max_uses: fc.integer({ min: 1, max: 999 }) }),
  fc.record({ usage_mode: fc.constant('capped_amount' as const), target_amount: dinars }),
  fc.constant({
    usage_mode: 'time_window' as const,
    starts_at: '2026-06-12T00:00:00+01:00',
    ends_at: '2026-06-13T00:00:00Z',
  }),
);

/** Generates valid offers. */
export const anyOffer: fc.Arbitrary<OfferInput> = fc
  .tuple(common, amount, usage)
  .map(([one, two, three]) => ({ ...one, ...two, ...three }));

export const anyJti: fc.Arbitrary<string> = fc.stringMatching(/^[\x21-\x7e]{1,128}$/);

/** The backend that the tokens are for. */
export const AUDIENCE = 'https://pay.shop.example';
/** 2026-11-21T12:00:00.500Z. */
export const NOW = Date.UTC(2026, 10, 21, 12, 0, 0, 500);
export const TSHIRT: OfferInput = { title: 'T-shirt', amount_mode: 'fixed', amount: '4500.00', usage_mode: 'one_shot' };
