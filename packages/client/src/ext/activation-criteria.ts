import { z } from 'zod';

import { InputId, checkedInput } from '../wire/input-fields.ts';
import type { Instance } from './instance.ts';

/** What is known of an instance whose activation was requested: what was asked for, and when. */
export type ActivationCriteria = z.input<typeof Criteria>;

// Loose, so that the input of the request can be spread into it.
const Criteria = z.looseObject({
  title: z.string(),
  identification_id: InputId,
  brand_id: InputId,
  bank_account_id: InputId,
  requestedAt: z.date('must be a valid Date'),
});

/** How far MyTPE's clock may be behind ours, in milliseconds. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** @throws InvalidInputError with every problem, by field. */
export function checkedCriteria(criteria: ActivationCriteria): ActivationCriteria {
  return checkedInput(Criteria, 'activation criteria', criteria);
}

/** Whether this may be the instance. A field that MyTPE left out speaks neither for nor against. */
export function mayBe(instance: Instance, criteria: ActivationCriteria): boolean {
  const ids = ['identification_id', 'brand_id', 'bank_account_id'] as const;
  if (ids.some((field) => (instance[field] ?? criteria[field]) !== criteria[field])) return false;
  const { title, created_at: createdAt } = instance;
  if ((title ?? criteria.title).trim() !== criteria.title.trim()) return false;
  return !createdAt || createdAt.getTime() >= criteria.requestedAt.getTime() - CLOCK_SKEW_MS;
}
