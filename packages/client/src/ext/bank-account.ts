import { z } from 'zod';

import { Id, Timestamp, openEnum } from '../wire/fields.ts';
import type { KycStatus } from './kyc-status.ts';

/** Where a trader's money is settled. An absent field was not included in the answer; `null` means empty. */
export const BankAccount = z.object({
  id: Id,
  /** The RIB, 20 digits as text: not for logs. */
  account_number: z.string().nullish(),
  /** MyTPE derives it from the RIB. */
  bank_code: z.string().nullish(),
  status: openEnum<KycStatus>(),
  /** Why it was refused. */
  reason: z.string().nullish(),
  identification_id: z.string().nullish(),
  identification: z.object({ id: Id, name: z.string().nullish() }).nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type BankAccount = z.output<typeof BankAccount>;
