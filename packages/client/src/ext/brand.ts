import { z } from 'zod';

import { JPEG_OR_PNG, JPEG_PNG_OR_PDF } from '../files/file-rule.ts';
import { Id, Timestamp, openEnum } from '../wire/fields.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import type { KycStatus } from './identification.ts';
import { FileField } from './submission.ts';

/** A name and a logo under which a trader sells. An absent field was not in the response. `null` means empty. */
export const Brand = z.object({
  id: Id,
  name: z.string().nullish(),
  /** A public URL. */
  logo: z.string().nullish(),
  /** The path of the supporting document in MyTPE's storage. Not a URL. */
  file: z.string().nullish(),
  status: openEnum<KycStatus>(),
  /** The reason for a refusal. */
  reason: z.string().nullish(),
  identification_id: z.string().nullish(),
  identification: z.object({ id: Id, name: z.string().nullish() }).nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type Brand = z.output<typeof Brand>;

/** MyTPE documents these fields but not their file types. The types are those of identifications. */
export const BRAND_FILES = { logo: JPEG_OR_PNG, file: JPEG_PNG_OR_PDF } as const;

export const NewBrand = z.strictObject({
  name: inputText(255),
  identification_id: InputId,
  logo: FileField.optional(),
  file: FileField.optional(),
});

export const BrandPatch = NewBrand.partial();

/**
 * A new brand. `name` has at most 255 characters. `logo` is a JPEG or PNG. `file` is a supporting document (JPEG, PNG
 * or PDF). Each file has at most 5 MiB.
 */
export type BrandInput = z.input<typeof NewBrand>;

/** Changes to a brand. Absent fields stay unchanged. */
export type BrandChanges = z.input<typeof BrandPatch>;
