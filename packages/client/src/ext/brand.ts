import { z } from 'zod';

import { Id, Timestamp, openEnum } from '../wire/fields.ts';
import type { KycStatus } from './kyc-status.ts';

/** A name and logo under which a trader sells. An absent field was not included in the answer; `null` means empty. */
export const Brand = z.object({
  id: Id,
  name: z.string().nullish(),
  /** A public URL. */
  logo: z.string().nullish(),
  /** Where MyTPE stores the supporting document; not a URL. */
  file: z.string().nullish(),
  status: openEnum<KycStatus>(),
  /** Why it was refused. */
  reason: z.string().nullish(),
  identification_id: z.string().nullish(),
  identification: z.object({ id: Id, name: z.string().nullish() }).nullish(),
  created_at: Timestamp.nullish(),
  updated_at: Timestamp.nullish(),
});
export type Brand = z.output<typeof Brand>;
