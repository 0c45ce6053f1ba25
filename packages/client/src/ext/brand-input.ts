import { z } from 'zod';

import { JPEG_OR_PNG, JPEG_PNG_OR_PDF } from '../files/file-rule.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import { FileField } from './submission.ts';

/** MyTPE documents the fields alone; what they may hold is read by analogy with identifications. */
export const BRAND_FILES = { logo: JPEG_OR_PNG, file: JPEG_PNG_OR_PDF } as const;

export const NewBrand = z.strictObject({
  name: inputText(255),
  identification_id: InputId,
  logo: FileField.optional(),
  file: FileField.optional(),
});

export const BrandPatch = NewBrand.partial();

/**
 * A new brand: `name` of at most 255 characters, `logo` a JPEG or PNG, `file` a supporting document (JPEG, PNG or PDF),
 * each of at most 5 MiB.
 */
export type BrandInput = z.input<typeof NewBrand>;

/** What shall change; whatever is absent stays. */
export type BrandChanges = z.input<typeof BrandPatch>;
