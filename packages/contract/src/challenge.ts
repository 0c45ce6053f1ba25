import { z } from 'zod';

const Hex = z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/, 'must be 1 to 64 bytes as lowercase hexadecimal');

/**
 * A proof-of-work challenge: version 2 of the ALTCHA format, as `createChallenge` of `altcha-lib` 2.8 returns it and
 * `solveChallenge` takes it. Problem `challenge_required` of `POST /v1/links` carries one.
 *
 * To solve it, find the `counter` whose key, derived by PBKDF2 from `nonce` followed by the counter (32 bits, big-endian),
 * begins with `keyPrefix`. Send the result as {@link CreateLinkRequest}'s `solution`.
 */
export const Challenge = z.object({
  parameters: z.object({
    algorithm: z.literal('PBKDF2/SHA-256'),
    nonce: Hex,
    salt: Hex,
    cost: z.int().min(1).max(1_000_000).describe('PBKDF2 iterations for one counter.'),
    keyLength: z.int().min(16).max(64).describe('Length of a derived key in bytes.'),
    keyPrefix: Hex.describe('The first bytes of the key to find.'),
    keySignature: Hex.optional().describe('HMAC of the key to find. The backend verifies a solution with it.'),
    expiresAt: z.int().min(1).describe('Unix time in seconds after which the backend rejects a solution.'),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  }),
  signature: Hex.describe('HMAC of the parameters. The backend rejects a solution of changed parameters.'),
});
export type Challenge = z.infer<typeof Challenge>;

/** The longest solution of a {@link Challenge}, in characters of base64. */
export const MAX_SOLUTION_CHARACTERS = 4096;

/**
 * A solved {@link Challenge}: the standard ALTCHA payload, base64 of the JSON
 * `{"challenge":{parameters,signature},"solution":{counter,derivedKey,time}}`. `null` reports that the page cannot solve a
 * challenge, because it has no Web Crypto (a plain http page).
 */
export const Solution = z.string().max(MAX_SOLUTION_CHARACTERS).nullable();
