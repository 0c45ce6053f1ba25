import { randomUUID } from 'node:crypto';

import { type CallSubject, type DeliverySubject, type Subject, isMatch } from './fault-match.ts';
import {
  type CallFault,
  type FaultOptions,
  type FaultRequest,
  type WebhookFault,
  isWebhookFault,
} from './fault-rules.ts';
import { createRandom } from './seeded-random.ts';

const MAX_FAULTS = 100;

export interface Fault extends FaultRequest {
  readonly id: string;
  /** How many calls or deliveries it has hit. */
  hits: number;
}

/** A rule at work on one call or delivery. */
export interface Hit<Options = FaultOptions> {
  readonly fault: Options;
  /** A number from 0 to 1, from the rule's seed: where a range has a choice. */
  readonly draw: number;
  /** Milliseconds until a rate limit's window ends; 0 for the others. */
  readonly waitMs: number;
}

/** The troubles that are set. They live in memory: a restart is always a healthy sandbox. */
export interface Faults {
  /** Throws `RangeError` when 100 are set already. */
  add(request: FaultRequest): Fault;
  list(): Fault[];
  /** Removes one, or all without an id; says whether there was any such. */
  remove(id?: string): boolean;
  /** The oldest rule that hits this call; it counts as one of its times. */
  takeForCall(call: CallSubject): Hit<CallFault> | undefined;
  /** The same for a webhook's next attempt. */
  takeForDelivery(delivery: DeliverySubject): WebhookFault | undefined;
}

/** What a rule remembers from one match to the next. */
interface Rule {
  readonly fault: Fault;
  readonly random: () => number;
  matches: number;
  window: { endsAt: number; calls: number };
}

/** `clock` measures the windows of rate limits. */
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
    // A rule hits subjects of its own kind only.
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

/** Counts a call in its window: `null` while there is room, else the milliseconds until there is again. */
function excess(
  window: Rule['window'],
  { limit, window_ms }: { limit: number; window_ms: number },
  now: number,
): number | null {
  if (now >= window.endsAt) Object.assign(window, { endsAt: now + window_ms, calls: 0 });
  window.calls += 1;
  return window.calls > limit ? window.endsAt - now : null;
}
