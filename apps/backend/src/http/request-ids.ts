import { randomBytes } from 'node:crypto';

const ID_BYTES = 12;
const IDS_AT_ONCE = 512;

/**
 * Ids of requests. They are no secret, but random: counted ones would tell every visitor how many others there are. Made
 * many at once, since one by one they would cost more than all else that the hot path adds to a bare route.
 */
export function createRequestIds(): () => string {
  let random = Buffer.alloc(0);
  let at = 0;
  return () => {
    if (at === random.length) {
      random = randomBytes(ID_BYTES * IDS_AT_ONCE);
      at = 0;
    }
    return random.toString('base64url', at, (at += ID_BYTES));
  };
}
