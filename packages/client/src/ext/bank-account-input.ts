import { z } from 'zod';

import { InputId } from '../wire/input-fields.ts';

export const NewBankAccount = z.strictObject({
  account_number: z.string().regex(/^\d{20}$/, 'must be a RIB: exactly 20 digits, as text, without spaces'),
  identification_id: InputId,
});

export const BankAccountPatch = NewBankAccount.partial();

/** A new bank account: `account_number` is the RIB, 20 digits as text. */
export type BankAccountInput = z.input<typeof NewBankAccount>;

/** What shall change; whatever is absent stays. */
export type BankAccountChanges = z.input<typeof BankAccountPatch>;
