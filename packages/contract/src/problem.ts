import { z } from 'zod';

import { Challenge } from './challenge.ts';
import { ERROR_CODES } from './codes.ts';
import { AVAILABILITIES } from './views.ts';

/** A failure, as RFC 9457 `application/problem+json`. `detail` is in the requested language and fit for a payer. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(ERROR_CODES),
  retryable: z.boolean(),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  availability: z.enum(AVAILABILITIES).optional(),
  challenge: Challenge.optional().describe('Only with code `challenge_required`.'),
});
export type Problem = z.infer<typeof Problem>;
