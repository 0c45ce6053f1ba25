import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';

import type { Log } from '../lib/log.ts';
import { isNotApplied, type Gateway, GatewayError } from './gateway.ts';

/** Consecutive failed calls after which the circuit opens. The client has already retried each of them. */
const FAILURES = 5;
/** Time until one call may test whether MyTPE is back. */
const HALF_OPEN_AFTER_S = 10;
const STATES = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  // Unused: no code isolates the circuit.
  [CircuitState.Isolated]: 'open',
} as const;

/**
 * Returns a gateway that fails immediately while MyTPE is down. Callers get 503 without waiting for timeouts, and the
 * concurrent calls that MyTPE allows are free when it is back. A call that fails this way was certainly not sent.
 * @param onMove called with every new state.
 */
export function withCircuitBreaker(
  gateway: Gateway,
  log: Log,
  onMove: (state: 'closed' | 'half_open' | 'open') => void = () => {},
): Gateway {
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof GatewayError && isOutage(error)),
    { halfOpenAfter: HALF_OPEN_AFTER_S * 1000, breaker: new ConsecutiveBreaker(FAILURES) },
  );
  breaker.onBreak(() => log.warn({ seconds: HALF_OPEN_AFTER_S }, 'MyTPE is down: stopped calling it for a while'));
  breaker.onReset(() => log.info({}, 'MyTPE is back'));
  breaker.onStateChange((state) => onMove(STATES[state]));

  const guarded =
    <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments): Promise<Result> => {
      try {
        return await breaker.execute(() => call(...given));
      } catch (error) {
        throw error instanceof BrokenCircuitError ? openError() : error;
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
      if (breaker.state === CircuitState.Open) throw openError();
      yield* gateway.drafts();
    },
  };
}

function isOutage(error: GatewayError): boolean {
  return (error.failure === 'unavailable' || error.failure === 'unknown') && !isNotApplied(error);
}

function openError(): GatewayError {
  return new GatewayError('unavailable', `MyTPE failed ${FAILURES} times in a row: waiting before the next call`, {
    retryAfter: HALF_OPEN_AFTER_S,
  });
}
