import { ApiError, InvalidInputError, MytpeError, NotAppliedError } from '@mytpe-pay/client';

import { Problem } from '../lib/problem.ts';
import { GatewayError, type GatewayFailure } from './gateway.ts';

/** What a failed call means for issuing: the one question is whether anything may have happened. */
function failureOf(error: MytpeError): GatewayFailure {
  if (error.outcome === 'unknown') return 'unknown';
  if (error instanceof InvalidInputError) return 'rejected';
  if (!(error instanceof ApiError)) return 'unavailable';
  if (error.status === 401) return 'misconfigured';
  return error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429
    ? 'rejected'
    : 'unavailable';
}

/**
 * `true` if MyTPE accepted an action, but the link read afterwards had not moved: MyTPE is there, and the read is its word.
 * Another caller may have moved the link back in between.
 */
export function isNotApplied({ cause }: GatewayError): boolean {
  return cause instanceof NotAppliedError;
}

/** Runs a call and turns the client's errors into ours; anything else is a mistake in this program. */
export async function translated<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof MytpeError)) throw error;
    const retryAfterMs = error instanceof ApiError ? error.retryAfterMs : undefined;
    const retryAfter = retryAfterMs === undefined ? null : Math.ceil(retryAfterMs / 1000);
    throw new GatewayError(failureOf(error), error.message, { cause: error, retryAfter });
  }
}

/** Like {@link translated}, with `null` for what MyTPE does not know. */
export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await translated(call);
  } catch (error) {
    if (error instanceof GatewayError && error.cause instanceof ApiError && error.cause.status === 404) return null;
    throw error;
  }
}

/** What the caller is told when MyTPE did not do what was asked. */
export function gatewayProblem(error: GatewayError): Problem {
  const facts = { cause: error, operator: error.message };
  if (error.failure === 'rejected') return new Problem('upstream_rejected', facts);
  if (error.failure === 'misconfigured') return new Problem('misconfigured', facts);
  return new Problem('upstream_unavailable', { retryAfter: error.retryAfter ?? 10, ...facts });
}
