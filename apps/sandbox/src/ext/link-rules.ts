import type { LinkTerms } from '../model/records.ts';
import type { FieldErrors } from './problem.ts';

/** Fields that belong to one mode only. `true` marks a field that the mode requires. */
const MODE_FIELDS = {
  amount: { mode: 'amount_mode', value: 'fixed', required: true },
  min_amount: { mode: 'amount_mode', value: 'open', required: false },
  max_amount: { mode: 'amount_mode', value: 'open', required: false },
  max_uses: { mode: 'usage_mode', value: 'limited', required: true },
  target_amount: { mode: 'usage_mode', value: 'capped_amount', required: true },
  starts_at: { mode: 'usage_mode', value: 'time_window', required: true },
  ends_at: { mode: 'usage_mode', value: 'time_window', required: true },
  allowed_payers: { mode: 'usage_mode', value: 'whitelist', required: true },
} as const;

const MODE_FIELD_NAMES = Object.keys(MODE_FIELDS) as (keyof typeof MODE_FIELDS)[];

/** The fields that do not belong to this request’s modes. */
export function fieldsOfOtherModes(request: Readonly<Record<string, unknown>>): string[] {
  return MODE_FIELD_NAMES.filter((field) => request[MODE_FIELDS[field].mode] !== MODE_FIELDS[field].value);
}

/** Problems between valid fields: a field is missing, belongs to another mode, or contradicts another field. */
export function contradictions(terms: LinkTerms, now: string): FieldErrors {
  return { ...modeErrors(terms), ...boundErrors(terms), ...timeErrors(terms, now) };
}

function modeErrors(terms: LinkTerms): FieldErrors {
  const errors: FieldErrors = {};
  for (const field of MODE_FIELD_NAMES) {
    const { mode, value, required } = MODE_FIELDS[field];
    const given = terms[field];
    if (terms[mode] !== value) {
      if (given !== null)
        errors[field] = [`The ${field} belongs to ${mode} ${value}. Leave it out for ${terms[mode]}.`];
    } else if (required && (given === null || (Array.isArray(given) && given.length === 0))) {
      errors[field] = [`The ${field} is required when ${mode} is ${value}.`];
    }
  }
  return errors;
}

function boundErrors({ min_amount, max_amount }: LinkTerms): FieldErrors {
  if (min_amount === null || max_amount === null || min_amount <= max_amount) return {};
  return { max_amount: ['The max_amount must not be below the min_amount.'] };
}

function timeErrors({ starts_at, ends_at, expires_at }: LinkTerms, now: string): FieldErrors {
  const errors: FieldErrors = {};
  if (ends_at !== null && ends_at <= now) errors['ends_at'] = ['The ends_at must be in the future.'];
  else if (starts_at !== null && ends_at !== null && ends_at <= starts_at) {
    errors['ends_at'] = ['The ends_at must be after the starts_at.'];
  }
  if (expires_at !== null && expires_at <= now) errors['expires_at'] = ['The expires_at must be in the future.'];
  return errors;
}
