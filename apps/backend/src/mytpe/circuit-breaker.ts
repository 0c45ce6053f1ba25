import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';

import type { Log } from '../lib/log.ts';
import { isNotApplied, type Gateway, GatewayError } from './gateway.ts';

/** Failures in a row after which MyTPE is taken to be down. Each stands for all its tries. */
const FAILURES = 5;
/** How long it is left alone before one call may try again. */
const REST_S = 10;
const STATES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  // Never: nobody holds it open by hand.
  [CircuitState.Isolated]: 'open',
} as const;

/**
 * Answers at once for a MyTPE that is down: callers get their 503 immediately instead of waiting for one timeout after
 * the other, and the few places for calls under way are free when it is back. What is refused here was surely not sent.
 * @param onMove told of every change.
 */
export function withCircuitBreaker(
  gateway: Gateway,
  log: Log,
  onMove: (state: 'closed' | 'half_open' | 'open') => void = () => {},
): Gateway {
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof GatewayError && isOutage(error)),
    { halfOpenAfter: REST_S * 1000, breaker: new ConsecutiveBreaker(FAILURES) },
  );
  breaker.onBreak(() => log.warn({ seconds: REST_S }, 'MyTPE is down: not asking it for a while'));
  breaker.onReset(() => log.info({}, 'MyTPE is back'));
  breaker.onStateChange((state) => onMove(STATES[state]));

  const guarded =
    <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      try {
        return await breaker.execute(() => call(...given));
      } catch (error) {
        throw error instanceof BrokenCircuitError ? resting() : error;
      }
    };

  return {
    baseUrl: gateway.baseUrl,
    createsPayable: gateway.createsPayable,
    archives: gateway.archives,
    flips: gateway.flips,
    newSlug: gateway.newSlug,
    refusal: gateway.refusal,
    create: guarded(gateway.create),
    publish: guarded(gateway.publish),
    get: guarded(gateway.get),
    pause: guarded(gateway.pause),
    resume: guarded(gateway.resume),
    archive: guarded(gateway.archive),
    updateTexts: guarded(gateway.updateTexts),
    findDrafts: guarded(gateway.findDrafts),
    instances: guarded(gateway.instances),
    async *drafts() {
      if (breaker.state === CircuitState.Open) throw resting();
      yield* gateway.drafts();
    },
  };
}

function isOutage(error: GatewayError): boolean {
  return (error.failure === 'unavailable' || error.failure === 'unknown') && !isNotApplied(error);
}

function resting(): GatewayError {
  return new GatewayError('unavailable', `MyTPE failed ${FAILURES} times in a row and is left alone for a moment`, {
    retryAfter: REST_S,
  });
}
