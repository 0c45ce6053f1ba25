import { randomUUID } from 'node:crypto';

import { type CallSubject, type DeliverySubject, type Subject, isMatch } from './fault-match.ts';
import {
  type CallFault,
  type FaultOptions,
  type FaultRequest,
  type WebhookFault,
  isWebhookFault,
} from './fault-rules.ts';

const MAX_FAULTS = 100;

export interface Fault extends FaultRequest {
  readonly id: string;
  /** The number of calls or deliveries that the rule has hit. */
  hits: number;
}

/** A rule applied to one call or delivery. */
export interface Hit<Options = FaultOptions> {
  readonly fault: Options;
  /** A number from 0 to 1, from the rule’s seed. It picks a value where the options give a range. */
  readonly draw: number;
  /** Milliseconds until the window of a rate limit ends. 0 for other faults. */
  readonly waitMs: number;
}

/** The active faults. They live in memory, so a restart removes them all. */
export interface Faults {
  /** Adds a rule. Throws `RangeError` when 100 rules exist. */
  add(request: FaultRequest): Fault;
  list(): Fault[];
  /** Removes one rule, or all rules without an id. Returns `true` if any was removed. */
  remove(id?: string): boolean;
  /** The oldest rule that hits this call. The hit counts as one of the rule’s `times`. */
  takeForCall(call: CallSubject): Hit<CallFault> | undefined;
  /** The same for the next attempt to deliver a webhook. */
  takeForDelivery(delivery: DeliverySubject): WebhookFault | undefined;
}

/** The state that a rule keeps between matches. */
interface Rule {
  readonly fault: Fault;
  readonly random: () => number;
  matches: number;
  window: { endsAt: number; calls: number };
}

/** Creates an empty list of faults. `clock` measures the windows of rate limits. */
export function createFaults(clock: () => Date): Faults {
  const rules = new Map<string, Rule>();

  function take(subject: Subject): Hit | undefined {
    for (const rule of rules.values()) {
      const hit = play(rule, subject, clock().getTime());
      if (hit === undefined) continue;
      rule.fault.hits += 1;
      if (rule.fault.hits === rule.fault.times) rules.delete(rule.fault.id);
      return hit;
    }
    return undefined;
  }

  return {
    add(request) {
      if (rules.size >= MAX_FAULTS) throw new RangeError(`At most ${MAX_FAULTS} faults can be set; remove some.`);
      const fault = { id: randomUUID(), ...request, hits: 0 };
      const window = { endsAt: 0, calls: 0 };
      rules.set(fault.id, { fault, random: createRandom(request.seed), matches: 0, window });
      return fault;
    },
    list: () => [...rules.values()].map(({ fault }) => fault),
    remove(id) {
      if (id !== undefined) return rules.delete(id);
      rules.clear();
      return true;
    },
    // A rule hits only subjects of its own kind.
    takeForCall: (call) => take(call) as Hit<CallFault> | undefined,
    takeForDelivery: (delivery) => take(delivery)?.fault as WebhookFault | undefined,
  };
}

function play(rule: Rule, subject: Subject, now: number): Hit | undefined {
  const { fault, match, after, every, probability } = rule.fault;
  if (isWebhookFault(fault.type) !== (subject.kind === 'delivery') || !isMatch(match, subject)) return undefined;
  rule.matches += 1;
  const turn = rule.matches - after;
  if (turn <= 0 || turn % every !== 0) return undefined;
  if (probability < 1 && rule.random() >= probability) return undefined;
  const waitMs = fault.type === 'rate_limit' ? excess(rule.window, fault, now) : 0;
  return waitMs === null ? undefined : { fault, draw: rule.random(), waitMs };
}

/** Counts a call in its window. Returns `null` below the limit, otherwise the milliseconds until the window ends. */
function excess(
  window: Rule['window'],
  { limit, window_ms }: { limit: number; window_ms: number },
  now: number,
): number | null {
  if (now >= window.endsAt) Object.assign(window, { endsAt: now + window_ms, calls: 0 });
  window.calls += 1;
  return window.calls > limit ? window.endsAt - now : null;
}

/** Returns a generator of numbers from 0 to 1 (exclusive), the same for the same seed. Algorithm: mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
