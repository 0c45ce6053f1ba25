import type { AmountMode, UsageMode } from './link.ts';

/** The fields of a new link, or of a change, as far as they depend on each other. */
export interface LinkTerms {
  readonly amount_mode?: AmountMode | undefined;
  readonly amount?: number | undefined;
  readonly min_amount?: number | undefined;
  readonly max_amount?: number | undefined;
  readonly usage_mode?: UsageMode | undefined;
  readonly max_uses?: number | undefined;
  readonly target_amount?: number | undefined;
  readonly starts_at?: Date | undefined;
  readonly ends_at?: Date | undefined;
  readonly expires_at?: Date | null | undefined;
  readonly allowed_payers?: readonly string[] | undefined;
}

type Mode = AmountMode | UsageMode;

/** Which mode a field belongs to, and whether that mode can do without it. */
const BELONGINGS: readonly { field: keyof LinkTerms; to: Mode; required: boolean }[] = [
  { field: 'amount', to: 'fixed', required: true },
  { field: 'min_amount', to: 'open', required: false },
  { field: 'max_amount', to: 'open', required: false },
  { field: 'max_uses', to: 'limited', required: true },
  { field: 'target_amount', to: 'capped_amount', required: true },
  { field: 'starts_at', to: 'time_window', required: true },
  { field: 'ends_at', to: 'time_window', required: true },
  { field: 'allowed_payers', to: 'whitelist', required: true },
];

/**
 * What is wrong between the fields, by field; empty when nothing is. A mode that is absent (in a change) is not judged:
 * MyTPE knows the link's own. `now` in milliseconds since 1970.
 */
export function linkRuleProblems(terms: LinkTerms, now: number): Record<string, string[]> {
  const problems: [string, string][] = [...belongingProblems(terms), ...orderProblems(terms, now)];
  const fields: Record<string, string[]> = {};
  for (const [field, problem] of problems) (fields[field] ??= []).push(problem);
  return fields;
}

function* belongingProblems(terms: LinkTerms): Generator<[string, string]> {
  for (const { field, to, required } of BELONGINGS) {
    const mode = to === 'fixed' || to === 'open' ? terms.amount_mode : terms.usage_mode;
    if (mode === undefined) continue;
    const isThere = terms[field] !== undefined;
    if (required && mode === to && !isThere) yield [field, `is required with ${to}`];
    if (mode !== to && isThere) yield [field, `belongs to ${to}, not to ${mode}`];
  }
}

function* orderProblems(terms: LinkTerms, now: number): Generator<[string, string]> {
  const { min_amount: min, max_amount: max, starts_at: start, ends_at: end, expires_at: expiry } = terms;
  if (min !== undefined && max !== undefined && min > max) yield ['min_amount', 'must not be above max_amount'];
  if (start && end && seconds(start) >= seconds(end)) yield ['starts_at', 'must be before ends_at'];
  if (end && end.getTime() <= now) yield ['ends_at', 'must be in the future'];
  if (expiry && expiry.getTime() <= now) yield ['expires_at', 'must be in the future'];
}

/** Moments travel in whole seconds: a window shorter than that would arrive empty. */
function seconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000);
}
