import { type Challenge, type Payload, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

const SECRETS = { hmacSignatureSecret: crypto.randomUUID(), hmacKeySignatureSecret: crypto.randomUUID() };
const VALID_FOR_S = 60;

/** Creates a challenge that a page solves in less than a second. */
export function newChallenge(): Promise<Challenge> {
  const expiresAt = Math.floor(Date.now() / 1000) + VALID_FOR_S;
  return createChallenge({ algorithm: 'PBKDF2/SHA-256', cost: 1000, counter: 300, expiresAt, deriveKey, ...SECRETS });
}

/** @returns `true` if the `solution` of a request solves a challenge of this process. */
export async function isSolved(solution: string): Promise<boolean> {
  const { challenge, solution: found } = JSON.parse(atob(solution)) as Payload;
  return (await verifySolution({ challenge, solution: found, deriveKey, ...SECRETS })).verified;
}
