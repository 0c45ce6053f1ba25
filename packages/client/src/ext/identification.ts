import { z } from 'zod';

import { PDF } from '../files/file-rule.ts';
import { Id, Timestamp, openEnum } from '../wire/fields.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import { FileField } from './submission.ts';

/** The states of MyTPE's review of an identification, a brand or a bank account. */
export const KYC_STATUSES = ['pending', 'accepted', 'refused'] as const;
/** A value of {@link KYC_STATUSES}. */
export type KycStatus = (typeof KYC_STATUSES)[number];

const Activity = z.object({ id: Id, name: z.string().nullish() });
const Kind = Activity.extend({ slug: z.string().nullish() });

/**
 * A trader's KYC record. Brands, bank accounts and instances require an `accepted` identification. An absent field was
 * not in the response. `null` means empty.
 */
export const Identification = z.object({
  id: Id,
  name: z.string().nullish(),
  establishment_type: Kind.nullish(),
  authorization_type: Kind.nullish(),
  activity: Activity.nullish(),
  has_file: z.boolean().nullish(),
  /** The path of the file in MyTPE's storage. Not a URL. */
  file_path: z.string().nullish(),
  status: openEnum<KycStatus>(),
  /** The reason for a refusal. */
  reason: z.string().nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type Identification = z.output<typeof Identification>;

export const IDENTIFICATION_FILES = { identification_file: PDF } as const;

export const NewIdentification = z.strictObject({
  name: inputText(255),
  establishment_type_id: InputId,
  authorization_type_id: InputId,
  activity_id: InputId.optional(),
  identification_file: FileField.optional(),
});

export const IdentificationPatch = NewIdentification.partial().extend({ activity_id: InputId.nullable().optional() });

/**
 * A new identification. `name` has at most 255 characters. `identification_file` is a PDF of at most 5 MiB. No endpoint
 * lists the ids of types and activities. Take them from identifications that were created in MyTPE's dashboard.
 */
export type IdentificationInput = z.input<typeof NewIdentification>;

/** Changes to an identification. `null` clears a field. Absent fields stay unchanged. */
export type IdentificationChanges = z.input<typeof IdentificationPatch>;
