import { amountProblem, highestAmount, lowestAmount } from '../money/amount-bounds.ts';
import { displayAmount } from '../money/display.ts';
import type { UsageMode } from '../views.ts';
import type { OfferEntry } from './offer-fields.ts';

/** A rule that an offer breaks. `path` leads to the field in the offer. */
export interface RuleBreach {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Field = keyof OfferEntry;

/** The fields that belong to `amount_mode: open` only. */
export const OPEN_AMOUNT_FIELDS = [
  'min_amount',
  'max_amount',
  'amount_step',
  'default_amount',
  'suggested_amounts',
  'entry',
] as const satisfies Field[];

/** The fields that each usage mode requires. Other modes reject them. */
export const USAGE_FIELDS: Partial<Record<UsageMode, readonly Field[]>> = {
  limited: ['max_uses'],
  capped_amount: ['target_amount'],
  time_window: ['starts_at', 'ends_at'],
  whitelist: ['allowed_payers'],
};

/** Usage modes whose limit MyTPE enforces on one link. The payer therefore types an open amount on MyTPE's page. */
export const HOSTED_MODES: readonly UsageMode[] = ['limited', 'capped_amount', 'time_window', 'whitelist'];

/** Returns every rule that the offer breaks, for example a field of another mode. Returns `[]` for a valid offer. */
export function breachedRules(entry: OfferEntry): RuleBreach[] {
  return [...fieldsOfOtherModes(entry), ...amountBreaches(entry), ...windowBreaches(entry)];
}

function fieldsOfOtherModes(entry: OfferEntry): RuleBreach[] {
  const breaches: RuleBreach[] = [];
  const misplaced = (field: Field, mode: string) => {
    if (entry[field] !== undefined) breaches.push({ path: [field], message: `${field} does not go with ${mode}` });
  };
  if (entry.amount_mode === 'open')
    misplaced('amount', 'amount_mode: open; use min_amount, max_amount or default_amount');
  else for (const field of OPEN_AMOUNT_FIELDS) misplaced(field, 'amount_mode: fixed');
  if (entry.amount_mode === 'fixed' && entry.amount === undefined)
    breaches.push({ path: [], message: 'amount is required with amount_mode: fixed' });
  for (const [mode, fields] of Object.entries(USAGE_FIELDS)) {
    for (const field of fields) {
      if (mode !== entry.usage_mode) misplaced(field, `usage_mode: ${entry.usage_mode}`);
      else if (entry[field] === undefined)
        breaches.push({ path: [], message: `${field} is required with usage_mode: ${mode}` });
    }
  }
  if (entry.amount_mode === 'open' && entry.entry === 'button' && HOSTED_MODES.includes(entry.usage_mode)) {
    breaches.push({
      path: ['entry'],
      message: `with usage_mode: ${entry.usage_mode} an open amount is typed on MyTPE's page, which counts it: entry must be hosted`,
    });
  }
  return breaches;
}

function amountBreaches(entry: OfferEntry): RuleBreach[] {
  if (entry.amount_mode !== 'open') return [];
  const rules = { min: entry.min_amount ?? null, max: entry.max_amount ?? null, step: entry.amount_step ?? 100 };
  if (rules.min !== null && rules.max !== null && rules.min > rules.max)
    return [{ path: ['min_amount'], message: 'min_amount is more than max_amount' }];
  const highest = highestAmount(rules);
  if (highest !== null && highest < lowestAmount(rules))
    return [{ path: ['amount_step'], message: 'no multiple of amount_step is between min_amount and max_amount' }];
  const breaches: RuleBreach[] = [];
  const check = (value: number, path: (string | number)[]) => {
    const problem = amountProblem(value, rules);
    if (problem)
      breaches.push({ path, message: `${displayAmount(value, 'en')} can never be paid: ${REASONS[problem]}` });
  };
  for (const [index, value] of (entry.suggested_amounts ?? []).entries()) check(value, ['suggested_amounts', index]);
  if (entry.default_amount !== undefined) check(entry.default_amount, ['default_amount']);
  return breaches;
}

const REASONS = {
  amount_below_min: 'it is below min_amount',
  amount_above_max: 'it is above max_amount',
  amount_off_step: 'it is not a multiple of amount_step (default: 1 DA)',
} as const;

function windowBreaches({ starts_at, ends_at }: OfferEntry): RuleBreach[] {
  return starts_at && ends_at && starts_at >= ends_at
    ? [{ path: ['ends_at'], message: 'ends_at is not after starts_at' }]
    : [];
}
