import { z } from 'zod';

import { Id, Timestamp, openEnum } from '../wire/fields.ts';
import type { KycStatus } from './kyc-status.ts';

const Activity = z.object({ id: Id, name: z.string().nullish() });
const Kind = Activity.extend({ slug: z.string().nullish() });

/**
 * A trader's KYC dossier. It backs brands, bank accounts and instances once `accepted`. An absent field was not included
 * in the answer; `null` means empty.
 */
export const Identification = z.object({
  id: Id,
  name: z.string().nullish(),
  establishment_type: Kind.nullish(),
  authorization_type: Kind.nullish(),
  activity: Activity.nullish(),
  has_file: z.boolean().nullish(),
  /** Where MyTPE stores it; not a URL. */
  file_path: z.string().nullish(),
  status: openEnum<KycStatus>(),
  /** Why it was refused. */
  reason: z.string().nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type Identification = z.output<typeof Identification>;
