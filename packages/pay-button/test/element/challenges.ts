import { type Challenge, type Payload, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';

/** The parameters of a challenge. */
export interface ChallengeSketch {
  /** PBKDF2 iterations for one key. Default: 10. */
  readonly cost?: number;
  /** Keys to derive before the right one. Default: 5. */
  readonly counter?: number;
  /** Seconds until it expires. Default: 60. */
  readonly expiresIn?: number;
}

const SECRETS = { hmacSignatureSecret: 'of the challenge', hmacKeySignatureSecret: 'of the key' };

/** Creates and signs a challenge, as the backend does. */
function newChallenge({ cost = 10, counter = 5, expiresIn = 60 }: ChallengeSketch): Promise<Challenge> {
  const expiresAt = Math.floor(Date.now() / 1000) + expiresIn;
  return createChallenge({ algorithm: 'PBKDF2/SHA-256', cost, counter, expiresAt, deriveKey, ...SECRETS });
}

/** The response `challenge_required`. */
export async function challengeRequired(sketch: ChallengeSketch): Promise<{ status: number; body: object }> {
  const challenge = await newChallenge(sketch);
  const detail = 'La raison : challenge_required.';
  return { status: 429, body: { code: 'challenge_required', retryable: true, detail, challenge } };
}

/** @returns `true` if the body of `POST /v1/links` has a valid, unexpired solution. */
export async function isSolved(body: unknown): Promise<boolean> {
  const { solution: payload } = body as { solution?: string | null };
  if (!payload) return false;
  const { challenge, solution } = JSON.parse(atob(payload)) as Payload;
  return (await verifySolution({ challenge, solution, deriveKey, ...SECRETS })).verified;
}
