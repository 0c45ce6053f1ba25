import { z } from 'zod';

import type { Open } from '../wire/fields.ts';

/** Who decides on the amount: the merchant beforehand (`FIXED`), or the payer (`OPEN`). */
export const PRICINGS = ['FIXED', 'OPEN'] as const;
export type Pricing = (typeof PRICINGS)[number];

/**
 * v2's own words, which say the opposite of what they mean: its `dynamic` price is the one that never varies. They occur
 * in this file and nowhere else.
 */
const WIRE_WORDS: Readonly<Record<Pricing, string>> = { FIXED: 'dynamic', OPEN: 'static' };

/** What v2 calls it in `type`. */
export function wireType(pricing: Pricing): string {
  return WIRE_WORDS[pricing];
}

/** Reads `type`. A word that MyTPE added since stays as it came. */
export const WireType = z.string().transform((word): Open<Pricing> => {
  return PRICINGS.find((pricing) => WIRE_WORDS[pricing] === word) ?? word;
});
