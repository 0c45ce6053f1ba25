import { z } from 'zod';

import { Id, openEnum } from '../wire/fields.ts';
import { Money } from '../wire/money.ts';

export const PAYMENT_METHODS = ['online', 'bank_transfer', 'cheque'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];

/** The only one that MyTPE's reference shows. */
export const ACTIVATION_STATUSES = ['processing'] as const;
export type ActivationStatus = (typeof ACTIVATION_STATUSES)[number];

/**
 * The fee transaction that a request for activation opens. It is no instance and holds no instance's id: see
 * `instances.findActivated`.
 */
export const ActivationRequest = z.object({
  transaction_id: Id,
  status: openEnum<ActivationStatus>(),
  payment_method: openEnum<PaymentMethod>().nullish(),
  /** The fee, in centimes. */
  amount: Money.nullish(),
  currency: z.string().nullish(),
  /** With `online`: where the trader's browser pays the fee. Use it unaltered. */
  form_url: z.string().nullish(),
});
export type ActivationRequest = z.output<typeof ActivationRequest>;
