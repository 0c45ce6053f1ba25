import { z } from 'zod';

import { Id, Timestamp, openEnum } from '../wire/fields.ts';

export const INSTANCE_STATUSES = ['active', 'suspended'] as const;
export type InstanceStatus = (typeof INSTANCE_STATUSES)[number];

export const ACCEPTANCE_STATUSES = ['pending_documents', 'documents_submitted', 'rejected', 'ready'] as const;
export type AcceptanceStatus = (typeof ACCEPTANCE_STATUSES)[number];

const Named = z.object({ id: Id, name: z.string().nullish() });

/**
 * A payment instance (virtual terminal). It takes payments when `status` is `active` and `acceptance_status` is `ready`.
 * An absent field was not included in the answer; `null` means empty.
 */
export const Instance = z.object({
  id: Id,
  user_id: z.string().nullish(),
  title: z.string().nullish(),
  logo: z.string().nullish(),
  status: openEnum<InstanceStatus>(),
  acceptance_status: openEnum<AcceptanceStatus>(),
  /** Why it was rejected. */
  acceptance_reason: z.string().nullish(),
  identification_id: z.string().nullish(),
  identification: Named.nullish(),
  brand_id: z.string().nullish(),
  brand: Named.nullish(),
  bank_account_id: z.string().nullish(),
  /** Holds a full account number: not for logs. */
  bank_account: z.object({ id: Id, account_number: z.string().nullish(), bank_code: z.string().nullish() }).nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type Instance = z.output<typeof Instance>;
