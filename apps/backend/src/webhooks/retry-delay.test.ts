import { expect, it } from 'vitest';

import { retryDelay } from './retry-delay.ts';

const HOUR = 3_600_000;

it('allows ten attempts in about three days', () => {
  const delays = Array.from({ length: 10 }, (_, n) => retryDelay(n + 1, 0, 0));
  expect(delays).toEqual([
    5000,
    300_000,
    0.5 * HOUR,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
    null,
  ]);
  expect(delays.reduce<number>((sum, delay) => sum + (delay ?? 0), 0) / HOUR).toBeCloseTo(75.58, 1);
});

it('adds random delay, so that events that failed together are not retried together', () => {
  expect([retryDelay(2, 0, 0), retryDelay(2, 0, 0.5), retryDelay(2, 0, 1)]).toEqual([300_000, 315_000, 330_000]);
});

it('waits for the Retry-After of the receiver, up to a day', () => {
  expect(retryDelay(1, 60_000, 0)).toBe(60_000);
  expect(retryDelay(2, 60_000, 0)).toBe(300_000);
  expect(retryDelay(1, 99 * HOUR, 0)).toBe(24 * HOUR);
  expect(retryDelay(10, 60_000, 0)).toBeNull();
});
