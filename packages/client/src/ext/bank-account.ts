import { z } from 'zod';

import { Id, Timestamp, openEnum } from '../wire/fields.ts';
import { InputId } from '../wire/input-fields.ts';
import type { KycStatus } from './identification.ts';

/** A bank account that receives a trader's money. An absent field was not in the response. `null` means empty. */
export const BankAccount = z.object({
  id: Id,
  /** The RIB: a string of 20 digits. Do not log it. */
  account_number: z.string().nullish(),
  /** Derived from the RIB by MyTPE. */
  bank_code: z.string().nullish(),
  status: openEnum<KycStatus>(),
  /** The reason for a refusal. */
  reason: z.string().nullish(),
  identification_id: z.string().nullish(),
  identification: z.object({ id: Id, name: z.string().nullish() }).nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type BankAccount = z.output<typeof BankAccount>;

export const NewBankAccount = z.strictObject({
  account_number: z.string().regex(/^\d{20}$/, 'must be a RIB: exactly 20 digits, as a string without spaces'),
  identification_id: InputId,
});

export const BankAccountPatch = NewBankAccount.partial();

/** A new bank account. `account_number` is the RIB, a string of 20 digits. */
export type BankAccountInput = z.input<typeof NewBankAccount>;

/** Changes to a bank account. Absent fields stay unchanged. */
export type BankAccountChanges = z.input<typeof BankAccountPatch>;
