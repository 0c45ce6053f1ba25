import { randomBytes, randomInt } from 'node:crypto';

import { Challenge } from '@mytpe-pay/contract';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';

import type { Clock } from '../lib/clock.ts';
import type { Repository } from '../repository/repository.ts';

/** PBKDF2 iterations of one attempt. They dominate the cost of the Web Crypto call, so a faster client gains little. */
const ITERATIONS = 1000;
/** The maximum number of attempts for the easiest challenge. */
const TRIES = 300;
/**
 * Each twentieth of the budget above half doubles the attempts. At the top an attacker with one processor core creates
 * about 15 links a minute, which leaves the rest of a standard budget to payers.
 */
const MAX_DOUBLINGS = 6;
/** The lifetime of a challenge, long enough for the slowest phone and the hardest challenge. */
const LIFETIME_SECONDS = 120;

/** An ALTCHA payload as the client sends it back. */
const Payload = z.object({
  challenge: Challenge,
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/**
 * Adaptive proof of work, required from anonymous requests while many links are created. A challenge belongs to one
 * idempotency key. A solution sent twice therefore leads to the same link, and no list of used solutions is needed.
 */
export interface Challenges {
  /**
   * @param idempotencyHash hash of offer and idempotency key.
   * @param load the used part of the budget, 0 to 1: the difficulty rises with it.
   */
  create(idempotencyHash: string, load: number): Promise<Challenge>;
  /** `true` if `solution`, base64 of an ALTCHA payload, solves a challenge that was created for `idempotencyHash`. */
  verify(solution: string, idempotencyHash: string): Promise<boolean>;
}

/** Returns the key that signs challenges. The store keeps it, so that all replicas accept each other's challenges. */
export function challengeSecret(repository: Repository): Promise<string> {
  return repository.keepValue('challenge_secret', randomBytes(32).toString('base64url'));
}

export interface ChallengesOptions {
  readonly secret: string;
  readonly clock: Clock;
  /** A random integer of at least `min` and below `max`. */
  readonly random?: (min: number, max: number) => number;
}

export function createChallenges({ secret, clock, random = randomInt }: ChallengesOptions): Challenges {
  const keys = { deriveKey, hmacSignatureSecret: secret, hmacKeySignatureSecret: `${secret}/derived-key` };
  return {
    async create(idempotencyHash, load) {
      const most = TRIES * 2 ** doublings(load);
      const challenge = await createChallenge({
        ...keys,
        algorithm: 'PBKDF2/SHA-256',
        cost: ITERATIONS,
        counter: random(most / 2, most),
        data: { key: idempotencyHash },
        expiresAt: Math.floor(clock.now() / 1000) + LIFETIME_SECONDS,
      });
      return Challenge.parse(challenge);
    },
    async verify(solution, idempotencyHash) {
      const payload = parsePayload(solution);
      if (payload?.challenge.parameters.data?.['key'] !== idempotencyHash) return false;
      return (await verifySolution({ ...keys, ...payload })).verified;
    },
  };
}

function doublings(load: number): number {
  return Math.min(MAX_DOUBLINGS, Math.max(0, Math.floor((load - 0.5) * 20)));
}

function parsePayload(solution: string): z.output<typeof Payload> | null {
  try {
    return Payload.parse(JSON.parse(Buffer.from(solution, 'base64').toString()));
  } catch {
    return null;
  }
}
