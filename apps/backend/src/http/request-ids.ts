import { randomBytes } from 'node:crypto';

/**
 * Ids of requests, one after the other: random for the process, then counted. They name a line of the log and are no secret; a
 * random one for each request costs more than everything else that the hot path adds to a bare route.
 */
export function createRequestIds(): () => string {
  const process = randomBytes(9).toString('base64url');
  let count = 0;
  return () => `${process}-${(count += 1)}`;
}
