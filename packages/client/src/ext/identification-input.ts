import { z } from 'zod';

import { PDF } from '../files/file-rule.ts';
import { InputId, inputText } from '../wire/input-fields.ts';
import { FileField } from './submission.ts';

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
 * A new dossier: `name` of at most 255 characters, `identification_file` a PDF of at most 5 MiB. No endpoint lists the
 * ids of types and activities: take them from identifications made in MyTPE's dashboard.
 */
export type IdentificationInput = z.input<typeof NewIdentification>;

/** What shall change: `null` empties, whatever is absent stays. */
export type IdentificationChanges = z.input<typeof IdentificationPatch>;
