import { z } from 'zod';

import { ANY_IMAGE, JPEG_PNG_OR_PDF } from '../files/file-rule.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import { PAYMENT_METHODS } from './activation.ts';
import { FileField } from './submission.ts';

export const ACTIVATION_FILES = { payment_proof: JPEG_PNG_OR_PDF } as const;
/** MyTPE documents no limits of an instance's logo. */
export const INSTANCE_FILES = { logo: ANY_IMAGE } as const;

const Basis = z.strictObject({
  title: inputText(191),
  identification_id: InputId,
  brand_id: InputId,
  bank_account_id: InputId,
});

export const NewActivation = Basis.extend({
  payment_method: z.enum(PAYMENT_METHODS),
  payment_proof: FileField.optional(),
}).check(({ value: { payment_method, payment_proof }, issues }) => {
  const isOnline = payment_method === 'online';
  if (isOnline === (payment_proof === undefined)) return;
  const message = isOnline
    ? 'belongs to bank_transfer and cheque: an online fee is paid at form_url'
    : `is required with ${payment_method}`;
  issues.push({ code: 'custom', path: ['payment_proof'], message, input: undefined });
});

export const InstancePatch = Basis.extend({ logo: FileField }).partial();

/**
 * A request for activation: `title` (your own label, at most 191 characters), the three ids of what backs the instance,
 * each `accepted`, and how the fee is paid. `payment_proof` (JPEG, PNG or PDF, at most 5 MiB) is required with
 * `bank_transfer` and `cheque`, and refused with `online`.
 */
export type ActivationInput = z.input<typeof NewActivation>;

/** What shall change; whatever is absent stays. `logo`: JPEG, PNG, GIF or WebP of at most 5 MiB. */
export type InstanceChanges = z.input<typeof InstancePatch>;
