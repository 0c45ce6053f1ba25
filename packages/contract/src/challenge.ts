import { z } from 'zod';

const Hex = z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/, 'must be 1 to 64 bytes as lowercase hexadecimal');

/**
 * A proof-of-work challenge: version 2 of the ALTCHA format, as `createChallenge` of `altcha-lib` 2.8 returns it and
 * `solveChallenge` accepts it. `POST /v1/links` returns a challenge in its error `challenge_required`.
 *
 * To solve the challenge, find a `counter` whose derived key begins with `keyPrefix`. The key is derived by PBKDF2 from
 * `nonce` followed by the counter (32 bits, big-endian). Send the result as {@link CreateLinkRequest}'s `solution`.
 */
export const Challenge = z.object({
  parameters: z.object({
    algorithm: z.literal('PBKDF2/SHA-256'),
    nonce: Hex,
    salt: Hex,
    cost: z.int().min(1).max(1_000_000).describe('PBKDF2 iterations for one counter.'),
    keyLength: z.int().min(16).max(64).describe('Length of a derived key in bytes.'),
    keyPrefix: Hex.describe('The first bytes of the key that solves the challenge.'),
    keySignature: Hex.optional().describe(
      'HMAC of the key that solves the challenge. The backend verifies a solution with it.',
    ),
    expiresAt: z.int().min(1).describe('Unix time in seconds after which the backend rejects a solution.'),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  }),
  signature: Hex.describe('HMAC of the parameters. The backend rejects a solution whose parameters were changed.'),
});
export type Challenge = z.infer<typeof Challenge>;

/** The maximum length of a solution of a {@link Challenge}, in base64 characters. */
export const MAX_SOLUTION_CHARACTERS = 4096;

/**
 * A solved {@link Challenge}: the standard ALTCHA payload, base64 of the JSON
 * `{"challenge":{parameters,signature},"solution":{counter,derivedKey,time}}`. `null` means that the page cannot solve
 * a challenge because Web Crypto is missing (a page on plain http).
 */
export const Solution = z.string().max(MAX_SOLUTION_CHARACTERS).nullable();
