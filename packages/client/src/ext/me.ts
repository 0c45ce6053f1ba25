import { z } from 'zod';

import { Id, Timestamp } from '../wire/fields.ts';

/** Whose credentials these are. */
export const Me = z.object({
  id: Id,
  email: z.string().nullish(),
  name: z.string().nullish(),
  role: z.string().nullish(),
  created_at: Timestamp.nullish(),
});
export type Me = z.output<typeof Me>;
