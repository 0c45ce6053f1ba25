import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LinkRow } from './link.ts';
import { nextPollAt } from './poll-schedule.ts';

const HOUR = 3_600_000;
const row = (changes: Partial<LinkRow>): LinkRow =>
  ({ scope: 'payer', createdAt: 0, closedAt: null, paidCount: 0, ...changes }) as LinkRow;

/** Returns the times of all polls of a link after its creation at 0. */
function reads(link: LinkRow, until: number, watched: boolean): number[] {
  const times: number[] = [];
  for (let now = 0; now < until;) {
    const next = nextPollAt(link, now, watched);
    if (next === null) break;
    times.push((now = next));
  }
  return times;
}

describe('a link is polled', () => {
  it('at whole milliseconds, because the store keeps integers', () => {
    fc.assert(
      fc.property(fc.nat(4 * HOUR), fc.boolean(), fc.constantFrom('payer', 'shared'), (now, watched, scope) => {
        expect(nextPollAt(row({ scope }), now, watched)).toSatisfy(Number.isInteger);
      }),
    );
  });

  it('at growing intervals of 15 s to one hour', () => {
    const times = reads(row({}), 72 * HOUR, false);
    const gaps = times.slice(1).map((time, index) => time - times[index]!);
    expect(gaps.every((gap, index) => index === 0 || gap >= gaps[index - 1]!)).toBe(true);
    expect([gaps[0], gaps.at(-1)]).toEqual([15_000, HOUR]);
    expect(times.length).toBeLessThan(110);
  });

  it('every 2 s during its first two minutes while a client watches it', () => {
    const times = reads(row({}), 15 * 60_000, true);
    expect(times.filter((time) => time <= 120_000)).toHaveLength(60);
    expect(times.length).toBeLessThan(200);
  });

  it('three times after it was closed unpaid, and never after it was closed paid', () => {
    const closed = row({ closedAt: 1000 });
    expect([
      nextPollAt(closed, 1000, false),
      nextPollAt(closed, 301_000, false),
      nextPollAt(closed, 1000 + HOUR, false),
    ]).toEqual([301_000, 1000 + HOUR, 1000 + 24 * HOUR]);
    expect(nextPollAt(closed, 1000 + 24 * HOUR, false)).toBeNull();
    expect(nextPollAt(row({ closedAt: 1000, paidCount: 1 }), 2000, true)).toBeNull();
  });
});
