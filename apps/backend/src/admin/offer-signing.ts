import { randomBytes } from 'node:crypto';

import { type OfferInput, type OfferKey, signOffer, TokenError } from '@mytpe-pay/tokens';
import type { z } from 'zod';

import type { Actor, OfferTokenClaims } from './admin-views.ts';
import type { Clock } from '../lib/clock.ts';
import { Problem } from '../lib/problem.ts';
import type { ReadSignedOffer } from '../links/signed-offers.ts';
import type { Audit } from '../repository/audit.ts';

const HOUR_SECONDS = 3600;

/** An offer that was signed for the operator. */
export interface SignedForOperator {
  readonly token: string;
  readonly jti: string;
  readonly kid: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Signs offers for the operator, with a secret that the backend knows anyway to check them. */
export interface OfferSigning {
  /**
   * Noted before and after; the token itself is written nowhere.
   * @param offer as a page's token would hold it.
   * @returns `null` when there is no key to sign with. @throws Problem `validation_failed` naming every mistake.
   */
  sign(
    offer: Readonly<Record<string, unknown>>,
    claims: z.output<typeof OfferTokenClaims>,
    actor: Actor,
  ): Promise<SignedForOperator | null>;
}

export interface OfferSigningOptions {
  readonly keys: readonly OfferKey[];
  /** The backend's address. */
  readonly audience: string;
  /** Reads a token as the payer's page has it read: what it refuses is not handed out. */
  readonly read: ReadSignedOffer;
  readonly repository: Pick<Audit, 'audit'>;
  readonly clock: Clock;
}

export function createOfferSigning({ keys, audience, read, repository, clock }: OfferSigningOptions): OfferSigning {
  // Of two keys the first signs: the other is the one that is being replaced.
  const key = keys.find((one) => one.alg === 'HS256') ?? null;

  return {
    async sign(offer, { jti = randomBytes(16).toString('base64url'), exp }, { name, requestId }) {
      if (key === null) return null;
      const note = async (outcome: string): Promise<void> =>
        repository.audit({ at: clock.now(), actor: name, action: 'sign_offer', outcome, link: null, requestId });
      await note('asked');
      const now = clock.now();
      const ttlSeconds = exp === undefined ? HOUR_SECONDS : exp - Math.floor(now / 1000);
      try {
        const token = await signOffer(offer as OfferInput, { key, audience, jti, ttlSeconds, now });
        await read(token);
        await note(`signed ${jti} with the key ${key.kid}`);
        return { token, jti, kid: key.kid, expiresAt: (Math.floor(now / 1000) + ttlSeconds) * 1000 };
      } catch (error) {
        await note('refused');
        throw asValidation(error);
      }
    },
  };
}

/** What is wrong with the offer, by the fields of the request. */
function asValidation(error: unknown): unknown {
  if (error instanceof TokenError) {
    const path = error.reason === 'too_large' || error.reason === 'malformed' ? '' : 'exp';
    const found = error.problems.length > 0 ? error.problems : [{ path, message: error.message }];
    const errors = found.map((each) => ({ path: each.path.replace(/^offer\.?/, ''), message: each.message }));
    return new Problem('validation_failed', { errors, cause: error });
  }
  // Good in itself, but the MyTPE in use cannot make its link.
  if (error instanceof Problem && error.code === 'offer_token_invalid')
    return new Problem('validation_failed', { errors: [{ path: '', message: error.message }], cause: error });
  return error;
}
