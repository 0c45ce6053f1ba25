import { randomBytes } from 'node:crypto';

import { type OfferInput, type OfferKey, signOffer, TokenError } from '@mytpe-pay/tokens';
import type { z } from 'zod';

import type { Actor, OfferTokenClaims } from './admin-views.ts';
import type { Clock } from '../lib/clock.ts';
import { Problem } from '../lib/problem.ts';
import type { ReadSignedOffer } from '../links/signed-offers.ts';
import type { Audit } from '../repository/audit.ts';

const HOUR_SECONDS = 3600;

/** An offer token that the operator requested. */
export interface SignedForOperator {
  readonly token: string;
  readonly jti: string;
  readonly kid: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Signs offers for the operator with the secret by which the backend verifies them. */
export interface OfferSigning {
  /**
   * Signs an offer. Records the action in the audit log before and after, without the token.
   * @param offer the `offer` claim of the token.
   * @returns `null` if the settings have no HS256 key. @throws Problem `validation_failed` that lists every problem.
   */
  sign(
    offer: Readonly<Record<string, unknown>>,
    claims: z.output<typeof OfferTokenClaims>,
    actor: Actor,
  ): Promise<SignedForOperator | null>;
}

/** Options of {@link createOfferSigning}. */
export interface OfferSigningOptions {
  readonly keys: readonly OfferKey[];
  /** The backend's address, the `aud` of the tokens. */
  readonly audience: string;
  /** Reads a token as for a payer. A token that it refuses is not returned. */
  readonly read: ReadSignedOffer;
  readonly repository: Pick<Audit, 'audit'>;
  readonly clock: Clock;
}

/** Creates the signing of offers. */
export function createOfferSigning({ keys, audience, read, repository, clock }: OfferSigningOptions): OfferSigning {
  // The first of two HS256 keys signs. The other key is being replaced.
  const key = keys.find((one) => one.alg === 'HS256') ?? null;

  return {
    async sign(offer, { jti = randomBytes(16).toString('base64url'), exp }, { name, requestId }) {
      if (key === null) return null;
      const record = async (outcome: string): Promise<void> =>
        repository.audit({ at: clock.now(), actor: name, action: 'sign_offer', outcome, link: null, requestId });
      await record('asked');
      const now = clock.now();
      const ttlSeconds = exp === undefined ? HOUR_SECONDS : exp - Math.floor(now / 1000);
      try {
        const token = await signOffer(offer as OfferInput, { key, audience, jti, ttlSeconds, now });
        await read(token);
        await record(`signed ${jti} with the key ${key.kid}`);
        return { token, jti, kid: key.kid, expiresAt: (Math.floor(now / 1000) + ttlSeconds) * 1000 };
      } catch (error) {
        await record('refused');
        throw asValidation(error);
      }
    },
  };
}

/** Converts an error of signing or reading to a problem with the paths of the request's fields. */
function asValidation(error: unknown): unknown {
  if (error instanceof TokenError) {
    const path = error.reason === 'too_large' || error.reason === 'malformed' ? '' : 'exp';
    const found = error.problems.length > 0 ? error.problems : [{ path, message: error.message }];
    const errors = found.map((each) => ({ path: each.path.replace(/^offer\.?/, ''), message: each.message }));
    return new Problem('validation_failed', { errors, cause: error });
  }
  // The offer is valid, but the MyTPE API in use cannot create its link.
  if (error instanceof Problem && error.code === 'offer_token_invalid')
    return new Problem('validation_failed', { errors: [{ path: '', message: error.message }], cause: error });
  return error;
}
