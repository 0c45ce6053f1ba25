import { NotAppliedError } from '@mytpe-pay/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { withCircuitBreaker } from './circuit-breaker.ts';
import { type Gateway, GatewayError, type GatewayFailure } from './gateway.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Creates a gateway that fails as the test sets, and counts its calls. */
function shaky(): { gateway: Gateway; fail: (failure: GatewayFailure | null) => void; calls: () => number } {
  let failure: GatewayFailure | null = null;
  let calls = 0;
  const get = async () => {
    calls += 1;
    if (failure) throw new GatewayError(failure, 'no');
    return null;
  };
  const gateway = { baseUrl: 'http://mytpe.test', get } as unknown as Gateway;
  return { gateway: withCircuitBreaker(gateway, log), fail: (next) => (failure = next), calls: () => calls };
}

async function failures(gateway: Gateway, count: number): Promise<GatewayError[]> {
  const errors: GatewayError[] = [];
  for (let n = 0; n < count; n += 1) await gateway.get('l1').catch((error: GatewayError) => errors.push(error));
  return errors;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('opens after five failures in a row, reports when to retry, and tries one call after ten seconds', async () => {
  const { gateway, fail, calls } = shaky();
  fail('unknown');
  const errors = await failures(gateway, 8);
  expect(errors.map(({ failure, retryAfter }) => [failure, retryAfter])).toEqual([
    ...Array.from({ length: 5 }, () => ['unknown', null]),
    ...Array.from({ length: 3 }, () => ['unavailable', 10]),
  ]);
  expect(calls()).toBe(5);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await failures(gateway, 3)).toHaveLength(3);
  expect(calls()).toBe(6);
  fail(null);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await failures(gateway, 3)).toEqual([]);
});

it('does not count a refusal as a failure', async () => {
  const { gateway, fail, calls } = shaky();
  fail('rejected');
  await failures(gateway, 20);
  expect(calls()).toBe(20);
});

it('does not count an action that MyTPE accepted but did not apply', async () => {
  const cause = new NotAppliedError('pause', 'l1', 'active');
  let calls = 0;
  const pause = async (): Promise<never> => {
    calls += 1;
    throw new GatewayError('unknown', 'no', { cause });
  };
  const gateway = withCircuitBreaker({ baseUrl: 'http://mytpe.test', pause } as unknown as Gateway, log);
  for (let n = 0; n < 20; n += 1) await expect(gateway.pause('l1')).rejects.toMatchObject({ cause });
  expect(calls).toBe(20);
});

it('counts only failures in a row', async () => {
  const { gateway, fail, calls } = shaky();
  for (let n = 0; n < 10; n += 1) {
    fail('unavailable');
    await failures(gateway, 4);
    fail(null);
    await gateway.get('l1');
  }
  expect(calls()).toBe(50);
});
