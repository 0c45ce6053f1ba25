import { expect, it } from 'vitest';

import { signBody } from './payload.ts';

/** The test vector of the API reference. */
const SECRET = 'whsec_00112233445566778899aabbccddeeff0011223344556677';
const BODY =
  '{"delivery_id":"f47ac10b-58cc-4372-a567-0e02b2c3d479","event":"transaction.completed","timestamp":"2026-04-09T14:30:00.000000Z","data":{"transaction":{"id":"t-1","status":"completed","amount":5000.00}}}';

it.each([
  [
    'the whole secret and the raw body',
    SECRET,
    BODY,
    '89573113251299f90f7e7f11aa6b9e9b772702a7053182461295642da6b20f83',
  ],
  ['one line break more', SECRET, `${BODY}\n`, '2426bd732f36291e474becbaf94114b585b7446a33fcbc5c6dae5c68d6895ea3'],
  ['no prefix', SECRET.slice(6), BODY, '2acc71bf308e4136572c2b4ed9e9d3d6b84438e9ac3fb37aede392587854adde'],
])('%s', (_case, secret, body, expected) => {
  expect(signBody(secret, 1_712_678_400, body)).toBe(`sha256=${expected}`);
});
