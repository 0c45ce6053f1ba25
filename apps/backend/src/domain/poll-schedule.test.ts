import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LinkRow } from './link.ts';
import { nextPollAt } from './poll-schedule.ts';

const HOUR = 3_600_000;
const row = (changes: Partial<LinkRow>): LinkRow =>
  ({ scope: 'payer', createdAt: 0, closedAt: null, paidCount: 0, ...changes }) as LinkRow;

/** The moments at which a link is read, from its making on. */
function reads(link: LinkRow, until: number, watched: boolean): number[] {
  const moments: number[] = [];
  for (let now = 0; now < until;) {
    const next = nextPollAt(link, now, watched);
    if (next === null) break;
    moments.push((now = next));
  }
  return moments;
}

describe('when a link is read again', () => {
  it('at a whole millisecond, which is what a store keeps', () => {
    fc.assert(
      fc.property(fc.nat(4 * HOUR), fc.boolean(), fc.constantFrom('payer', 'shared'), (now, watched, scope) => {
        expect(nextPollAt(row({ scope }), now, watched)).toSatisfy(Number.isInteger);
      }),
    );
  });

  it('at growing intervals, at least hourly, watched or not', () => {
    const moments = reads(row({}), 72 * HOUR, false);
    const gaps = moments.slice(1).map((moment, index) => moment - moments[index]!);
    expect(gaps.every((gap, index) => index === 0 || gap >= gaps[index - 1]!)).toBe(true);
    expect([gaps[0], gaps.at(-1)]).toEqual([15_000, HOUR]);
    expect(moments.length).toBeLessThan(110);
  });

  it('eagerly while somebody watches', () => {
    const moments = reads(row({}), 15 * 60_000, true);
    expect(moments.filter((moment) => moment <= 120_000)).toHaveLength(60);
    expect(moments.length).toBeLessThan(200);
  });

  it('three times after it was closed unpaid, and never again once it was paid', () => {
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
