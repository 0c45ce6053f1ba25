import { z } from 'zod';

import { ANY_IMAGE } from '../files/file-rule.ts';
import { Id, Timestamp, openEnum } from '../wire/fields.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import { FileField } from './submission.ts';

/** The statuses of an instance. A `suspended` instance takes no payments. */
export const INSTANCE_STATUSES = ['active', 'suspended'] as const;
/** A value of {@link INSTANCE_STATUSES}. */
export type InstanceStatus = (typeof INSTANCE_STATUSES)[number];

/** The statuses of an instance's licence. Only a `ready` instance takes payments. */
export const ACCEPTANCE_STATUSES = ['pending_documents', 'documents_submitted', 'rejected', 'ready'] as const;
/** A value of {@link ACCEPTANCE_STATUSES}. */
export type AcceptanceStatus = (typeof ACCEPTANCE_STATUSES)[number];

const Named = z.object({ id: Id, name: z.string().nullish() });

/**
 * A payment instance (virtual terminal). It takes payments when `status` is `active` and `acceptance_status` is
 * `ready`. An absent field was not in the response. `null` means empty.
 */
export const Instance = z.object({
  id: Id,
  user_id: z.string().nullish(),
  title: z.string().nullish(),
  logo: z.string().nullish(),
  status: openEnum<InstanceStatus>(),
  acceptance_status: openEnum<AcceptanceStatus>(),
  /** The reason for a rejection. */
  acceptance_reason: z.string().nullish(),
  identification_id: z.string().nullish(),
  identification: Named.nullish(),
  brand_id: z.string().nullish(),
  brand: Named.nullish(),
  bank_account_id: z.string().nullish(),
  /** Contains the full account number. Do not log it. */
  bank_account: z.object({ id: Id, account_number: z.string().nullish(), bank_code: z.string().nullish() }).nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type Instance = z.output<typeof Instance>;

/** MyTPE documents no limits for an instance's logo. */
export const INSTANCE_FILES = { logo: ANY_IMAGE } as const;

export const InstanceBasis = z.strictObject({
  title: inputText(191),
  identification_id: InputId,
  brand_id: InputId,
  bank_account_id: InputId,
});

export const InstancePatch = InstanceBasis.extend({ logo: FileField }).partial();

/** Changes to an instance. Absent fields stay unchanged. `logo` is a JPEG, PNG, GIF or WebP of at most 5 MiB. */
export type InstanceChanges = z.input<typeof InstancePatch>;
