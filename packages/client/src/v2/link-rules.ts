import { z } from 'zod';

import { InvalidInputError } from '../errors.ts';
import type { Pricing, V2Link, V2PaymentMode } from './link.ts';

/** The fields of a link or of a change that depend on each other. */
export interface V2LinkTerms {
  readonly pricing: Pricing;
  readonly amount?: number | undefined;
  readonly payment_mode?: V2PaymentMode | undefined;
  readonly max_payments?: number | undefined;
  readonly inactivity_timeout_minutes?: number | undefined;
}

type Problem = readonly [field: string, message: string];

/** A field of another API or operation. Its message explains why it is not allowed, unlike "unknown key". */
const unsupported = (reason: string) => z.never(reason).optional();

const NO_BOUNDS = unsupported('is not supported by v2: an open amount has no limits');
const NO_WINDOW = unsupported('is not supported by v2: a link has no time window');
const NO_UDF = unsupported('is not supported: MyTPE does not document how to send it');
const NEVER_CHANGES = unsupported('can never change: create a new link');

export const UNSUPPORTED_IN_NEW_LINKS = {
  type: unsupported('is called pricing in this client: FIXED or OPEN'),
  min_amount: NO_BOUNDS,
  max_amount: NO_BOUNDS,
  target_amount: unsupported('is not supported by v2: a link has no target amount'),
  starts_at: NO_WINDOW,
  ends_at: NO_WINDOW,
  allowed_payers: unsupported('is not supported by v2: a link has no list of payers'),
  form_id: unsupported('is not supported by v2: a link has no form'),
  udf1: NO_UDF,
  udf2: NO_UDF,
  udf3: NO_UDF,
  udf4: NO_UDF,
  udf5: NO_UDF,
};

export const UNSUPPORTED_IN_CHANGES = {
  type: NEVER_CHANGES,
  pricing: NEVER_CHANGES,
  payment_mode: NEVER_CHANGES,
  slug: unsupported('cannot change: MyTPE documents no way to do so'),
  mytpe_pay_id: unsupported('cannot change: a link stays with its instance'),
};

/** Adds an issue for each contradiction between the fields of a new link. */
export function newLinkProblems({ value, issues }: z.core.ParsePayload<V2LinkTerms>): void {
  for (const [field, message] of combinationProblems(value)) {
    issues.push({ code: 'custom', path: [field], message, input: value });
  }
}

function* combinationProblems(terms: V2LinkTerms): Generator<Problem> {
  const { pricing, amount, payment_mode: mode = 'reusable', max_payments: max } = terms;
  if (pricing === 'FIXED' && amount === undefined) yield ['amount', 'is required with FIXED'];
  if (pricing === 'OPEN') {
    if (amount !== undefined)
      yield ['amount', 'is only allowed with FIXED: the payer of an OPEN link chooses the amount'];
    // v2 would silently ignore it, and the merchant would get a link without the limit.
    if (mode !== 'reusable') yield ['payment_mode', 'must be reusable with OPEN: v2 cannot limit its payments'];
  }
  if (mode === 'limited' && max === undefined) yield ['max_payments', 'is required with limited'];
  if (mode !== 'limited' && max !== undefined) yield ['max_payments', `is only allowed with limited, not with ${mode}`];
  if (mode === 'reusable' && terms.inactivity_timeout_minutes !== undefined) {
    yield ['inactivity_timeout_minutes', 'is only allowed with one_shot and limited: a reusable link never expires'];
  }
}

/** @throws InvalidInputError if the link cannot change like this in its current state. */
export function rejectUnchangeable(link: V2Link, changes: Omit<V2LinkTerms, 'pricing'>): void {
  const problems: Record<string, string[]> = {};
  for (const [field, message] of changeProblems(link, changes)) (problems[field] ??= []).push(message);
  if (Object.keys(problems).length > 0) throw new InvalidInputError(`changes of link ${link.id}`, problems);
}

function* changeProblems(link: V2Link, changes: Omit<V2LinkTerms, 'pricing'>): Generator<Problem> {
  const { status, payment_mode: mode, max_payments: current } = link;
  const { amount, max_payments: requested, inactivity_timeout_minutes: minutes } = changes;
  if (mode === 'one_shot') return yield ['payment_mode', 'is one_shot, which never changes: create a new link'];
  if (status === 'expired') return yield ['status', 'is expired permanently: create a new link'];
  if (status === 'closed' && mode !== 'limited') return yield ['status', 'is closed: create a new link'];
  if (status === 'closed' && (requested === undefined || requested <= (current ?? 0))) {
    yield ['max_payments', `must be raised above ${current ?? 0}: a closed link can only change when it is reopened`];
  }
  if (requested !== undefined && mode && mode !== 'limited')
    yield ['max_payments', `is only allowed with limited, not with ${mode}`];
  if (amount !== undefined && link.pricing === 'OPEN') yield ['amount', 'is chosen by the payer of an OPEN link'];
  if (minutes !== undefined && mode === 'reusable') {
    yield ['inactivity_timeout_minutes', 'is only allowed with one_shot and limited: a reusable link never expires'];
  }
}
