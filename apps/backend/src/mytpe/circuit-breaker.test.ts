import { NotAppliedError } from '@mytpe-pay/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { withCircuitBreaker } from './circuit-breaker.ts';
import { type Gateway, GatewayError, type GatewayFailure } from './gateway.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A MyTPE that fails as it is told to, and counts what it is asked. */
function shaky(): { gateway: Gateway; fail: (failure: GatewayFailure | null) => void; asked: () => number } {
  let failure: GatewayFailure | null = null;
  let asked = 0;
  const get = async () => {
    asked += 1;
    if (failure) throw new GatewayError(failure, 'no');
    return null;
  };
  const gateway = { baseUrl: 'http://mytpe.test', get } as unknown as Gateway;
  return { gateway: withCircuitBreaker(gateway, log), fail: (next) => (failure = next), asked: () => asked };
}

async function failures(gateway: Gateway, count: number): Promise<GatewayError[]> {
  const errors: GatewayError[] = [];
  for (let n = 0; n < count; n += 1) await gateway.get('l1').catch((error: GatewayError) => errors.push(error));
  return errors;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks no more after five failures in a row, says when to come back, and looks again after ten seconds', async () => {
  const { gateway, fail, asked } = shaky();
  fail('unknown');
  const errors = await failures(gateway, 8);
  expect(errors.map(({ failure, retryAfter }) => [failure, retryAfter])).toEqual([
    ...Array.from({ length: 5 }, () => ['unknown', null]),
    ...Array.from({ length: 3 }, () => ['unavailable', 10]),
  ]);
  expect(asked()).toBe(5);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await failures(gateway, 3)).toHaveLength(3);
  expect(asked()).toBe(6);
  fail(null);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await failures(gateway, 3)).toEqual([]);
});

it('takes a refusal for an answer', async () => {
  const { gateway, fail, asked } = shaky();
  fail('rejected');
  await failures(gateway, 20);
  expect(asked()).toBe(20);
});

it('does not count an action that was accepted but not applied', async () => {
  const cause = new NotAppliedError('pause', 'l1', 'active');
  let asked = 0;
  const pause = async (): Promise<never> => {
    asked += 1;
    throw new GatewayError('unknown', 'no', { cause });
  };
  const gateway = withCircuitBreaker({ baseUrl: 'http://mytpe.test', pause } as unknown as Gateway, log);
  for (let n = 0; n < 20; n += 1) await expect(gateway.pause('l1')).rejects.toMatchObject({ cause });
  expect(asked).toBe(20);
});

it('counts failures in a row, not those between answers', async () => {
  const { gateway, fail, asked } = shaky();
  for (let n = 0; n < 10; n += 1) {
    fail('unavailable');
    await failures(gateway, 4);
    fail(null);
    await gateway.get('l1');
  }
  expect(asked()).toBe(50);
});
