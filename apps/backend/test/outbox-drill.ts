import fc from 'fast-check';
import { expect } from 'vitest';

import type { OutgoingEvent } from '../src/repository/outbox.ts';
import type { Repository } from '../src/repository/repository.ts';

/** A random step with two links and two processes. */
export const STEP = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pay' as const), link: fc.nat(1), by: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), link: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('claim' as const), by: fc.constantFrom('a', 'b') }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      by: fc.constantFrom('a', 'b'),
      state: fc.constantFrom('delivered' as const, 'dead' as const, 'pending' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(50, 200, 10_000) }) },
);
export type Step = typeof STEP extends fc.Arbitrary<infer Kind> ? Kind : never;

const LEASE_MS = 100;
const RETRY_MS = 5000;

/** Runs random steps against an outbox and checks its rules after each. */
export interface Drill {
  take(step: Step): Promise<void>;
  /** Delivers all remaining events, then checks that each payment was reported once and in order. */
  drain(): Promise<void>;
}

/** Creates a drill. @param links unpaid shared links of `baseUrl`. */
export function createDrill(
  repository: Repository,
  baseUrl: string,
  links: readonly string[],
  newId: () => string,
): Drill {
  let now = 1_700_000_000_000;
  const paid = links.map(() => 0);
  /** The events that each process has claimed. */
  const claims: Record<string, OutgoingEvent[]> = { a: [], b: [] };
  /** Positions of ended events by link, in the order in which they ended. */
  const ended = new Map<string, number[]>(links.map((id) => [id, []]));

  async function read(link: number, status: string): Promise<void> {
    const paidCount = paid[link]!;
    const snapshot = { status, paidCount, totalCollected: paidCount * 1000, readAt: now };
    await repository.recordSnapshot(links[link]!, snapshot, newId);
  }

  async function pay(link: number, payments: number): Promise<void> {
    paid[link]! += payments;
    await read(link, 'active');
  }

  async function claim(by: string): Promise<void> {
    const claimed = await repository.claimEvents(baseUrl, now, 10, { token: by, until: now + LEASE_MS });
    expect(new Set(claimed.map(({ link }) => link)).size).toBe(claimed.length);
    claims[by] = [...claims[by]!, ...claimed];
  }

  async function settle(by: string, state: 'delivered' | 'dead' | 'pending'): Promise<void> {
    const event = claims[by]!.shift();
    if (!event) return;
    const at = state === 'pending' ? now + RETRY_MS : now;
    const settled = await repository.settleEvent(event, by, { state, at, status: 200, failure: null }, now);
    if (settled && state !== 'pending') ended.get(event.link)!.push(event.position);
  }

  /** Checks that of each link's pending events only the earliest is due. */
  async function check(): Promise<void> {
    const pending = (await repository.events(baseUrl, 'pending', null, 1000)).toReversed();
    for (const id of links) {
      const due = pending.filter(({ link }) => link === id).map(({ dueAt }) => dueAt !== null);
      expect(due).toEqual(due.map((_, at) => at === 0));
    }
  }

  return {
    async take(step) {
      if (step.kind === 'pay') await pay(step.link, step.by);
      else if (step.kind === 'close') await read(step.link, 'archived');
      else if (step.kind === 'claim') await claim(step.by);
      else if (step.kind === 'settle') await settle(step.by, step.state);
      else now += step.ms;
      await check();
    },
    async drain() {
      for (let round = 0; (await repository.pendingEvents(baseUrl)) > 0; round++) {
        expect(round).toBeLessThan(200);
        now += RETRY_MS + LEASE_MS;
        await claim('a');
        while (claims['a']!.length > 0) await settle('a', 'delivered');
      }
      const events = await repository.events(baseUrl, null, null, 1000);
      links.forEach((id, link) => {
        const own = events.filter((event) => event.link === id);
        expect(own.reduce((sum, { newPayments }) => sum + newPayments, 0)).toBe(paid[link]);
        expect(own.filter(({ type }) => type === 'link.closed').length).toBeLessThanOrEqual(1);
        expect(ended.get(id)).toEqual(own.map(({ position }) => position).toReversed());
      });
    },
  };
}
