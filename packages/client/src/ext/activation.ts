import { z } from 'zod';

import { JPEG_PNG_OR_PDF } from '../files/file-rule.ts';
import { Id, openEnum } from '../wire/fields.ts';
import { InputId, checkedInput } from '../wire/input-fields.ts';
import { Money } from '../wire/money.ts';
import { type Instance, InstanceBasis } from './instance.ts';
import { FileField } from './submission.ts';

/** The ways to pay the activation fee. */
export const PAYMENT_METHODS = ['online', 'bank_transfer', 'cheque'] as const;
/** A value of {@link PAYMENT_METHODS}. */
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** The only status that MyTPE's reference shows. */
export const ACTIVATION_STATUSES = ['processing'] as const;
/** A value of {@link ACTIVATION_STATUSES}. */
export type ActivationStatus = (typeof ACTIVATION_STATUSES)[number];

/**
 * The fee transaction that an activation request opens. It does not contain the id of an instance. Find the instance
 * with `instances.findActivated`.
 */
export const ActivationRequest = z.object({
  transaction_id: Id,
  status: openEnum<ActivationStatus>(),
  payment_method: openEnum<PaymentMethod>().nullish(),
  /** The fee, in centimes. */
  amount: Money.nullish(),
  currency: z.string().nullish(),
  /** With `online`: the URL where the trader pays the fee in a browser. Use it unchanged. */
  form_url: z.string().nullish(),
});
export type ActivationRequest = z.output<typeof ActivationRequest>;

export const ACTIVATION_FILES = { payment_proof: JPEG_PNG_OR_PDF } as const;

export const NewActivation = InstanceBasis.extend({
  payment_method: z.enum(PAYMENT_METHODS),
  payment_proof: FileField.optional(),
}).check(({ value: { payment_method, payment_proof }, issues }) => {
  const isOnline = payment_method === 'online';
  if (isOnline === (payment_proof === undefined)) return;
  const message = isOnline
    ? 'is only allowed with bank_transfer and cheque: pay an online fee at form_url'
    : `is required with ${payment_method}`;
  issues.push({ code: 'custom', path: ['payment_proof'], message, input: undefined });
});

/**
 * An activation request. `title` is your own label of at most 191 characters. The identification, the brand and the
 * bank account must each be `accepted`. `payment_proof` (JPEG, PNG or PDF, at most 5 MiB) is required with
 * `bank_transfer` and `cheque`, and not allowed with `online`.
 */
export type ActivationInput = z.input<typeof NewActivation>;

/** The known facts about a requested instance: the fields of the request, and its time. */
export type ActivationCriteria = z.input<typeof Criteria>;

// Loose, so that callers can spread the input of the request into it.
const Criteria = z.looseObject({
  title: z.string(),
  identification_id: InputId,
  brand_id: InputId,
  bank_account_id: InputId,
  requestedAt: z.date('must be a valid Date'),
});

/** The tolerance for a MyTPE clock that is behind, in milliseconds. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Validates the criteria. @throws InvalidInputError with all errors, by field. */
export function checkedCriteria(criteria: ActivationCriteria): ActivationCriteria {
  return checkedInput(Criteria, 'activation criteria', criteria);
}

/** Returns `true` if the instance matches the criteria. Ignores fields that MyTPE left out. */
export function matches(instance: Instance, criteria: ActivationCriteria): boolean {
  const ids = ['identification_id', 'brand_id', 'bank_account_id'] as const;
  if (ids.some((field) => (instance[field] ?? criteria[field]) !== criteria[field])) return false;
  const { title, created_at: createdAt } = instance;
  if ((title ?? criteria.title).trim() !== criteria.title.trim()) return false;
  return !createdAt || createdAt.getTime() >= criteria.requestedAt.getTime() - CLOCK_SKEW_MS;
}
