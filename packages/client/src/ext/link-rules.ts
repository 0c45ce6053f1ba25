import type { AmountMode, UsageMode } from './link.ts';

/** The fields of a new link or of a change that depend on each other. */
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

/** The mode that each field requires. `required`: the mode requires the field too. */
const MODE_FIELDS: readonly { field: keyof LinkTerms; to: Mode; required: boolean }[] = [
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
 * Returns the contradictions between the fields, by field. Returns `{}` for valid fields. A change without a mode is
 * not checked against a mode, because only MyTPE knows the mode of the link. `now` is in milliseconds since 1970.
 */
export function linkRuleProblems(terms: LinkTerms, now: number): Record<string, string[]> {
  const problems: [string, string][] = [...modeProblems(terms), ...orderProblems(terms, now)];
  const fields: Record<string, string[]> = {};
  for (const [field, problem] of problems) (fields[field] ??= []).push(problem);
  return fields;
}

function* modeProblems(terms: LinkTerms): Generator<[string, string]> {
  for (const { field, to, required } of MODE_FIELDS) {
    const mode = to === 'fixed' || to === 'open' ? terms.amount_mode : terms.usage_mode;
    if (mode === undefined) continue;
    const isThere = terms[field] !== undefined;
    if (required && mode === to && !isThere) yield [field, `is required with ${to}`];
    if (mode !== to && isThere) yield [field, `is only allowed with ${to}, not with ${mode}`];
  }
}

function* orderProblems(terms: LinkTerms, now: number): Generator<[string, string]> {
  const { min_amount: min, max_amount: max, starts_at: start, ends_at: end, expires_at: expiry } = terms;
  if (min !== undefined && max !== undefined && min > max) yield ['min_amount', 'must not be more than max_amount'];
  if (start && end && seconds(start) >= seconds(end)) yield ['starts_at', 'must be before ends_at'];
  if (end && end.getTime() <= now) yield ['ends_at', 'must be in the future'];
  if (expiry && expiry.getTime() <= now) yield ['expires_at', 'must be in the future'];
}

/** Requests carry whole seconds, so a shorter window would be empty. */
function seconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000);
}
