import type { ChaosOptions } from './options.ts';
import { seededRandom } from './random.ts';

/** One payer's attempt to pay. */
export interface Attempt {
  readonly number: number;
  /** The page's reference, which MyTPE's link also carries. `null` for a shared link. */
  readonly reference: string | null;
  readonly key: string;
  readonly offer: string;
  readonly amount: string | null;
  /** `true` if the press is sent twice concurrently. */
  readonly isDouble: boolean;
  /** Network address of the payer. Each payer has a different address, so that limits per address do not apply. */
  readonly address: string;
}

export const SHARED_OFFER = 'cafe';

export const OFFERS = `
defaults: { currency: DZD }
offers:
  tshirt: { title: { fr: T-shirt, ar: قميص, en: T-shirt }, amount_mode: fixed, amount: 4500, usage_mode: one_shot }
  donation: { title: { fr: Don }, amount_mode: open, min_amount: 200, max_amount: 50000, amount_step: 50, usage_mode: reusable }
  ${SHARED_OFFER}: { title: Café, amount_mode: fixed, amount: 150, usage_mode: reusable }
`;

const SHARED = 0.05;
const OPEN = 0.3;

/** Returns the attempt with this number; the same seed and number give the same attempt. */
export function attemptOf({ seed, doubles }: Pick<ChaosOptions, 'seed' | 'doubles'>, number: number): Attempt {
  const random = seededRandom(seed * 1_000_003 + number);
  const kind = random();
  const isShared = kind < SHARED;
  const isOpen = !isShared && kind < SHARED + OPEN;
  return {
    number,
    reference: isShared ? null : `attempt-${number}`,
    key: `chaos-campaign-attempt-${seed}-${number}`,
    offer: isShared ? SHARED_OFFER : isOpen ? 'donation' : 'tshirt',
    amount: isOpen ? `${200 + 50 * Math.floor(random() * 100)}.00` : null,
    isDouble: 100 * random() < doubles,
    address: `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
  };
}
