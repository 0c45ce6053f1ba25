import { randomUUID } from 'node:crypto';

import type { DomainEvent } from '../model/events.ts';
import type { Attempt, Delivery } from '../model/webhook-records.ts';
import type { World } from '../model/world.ts';
import { writePayload } from './payload-text.ts';
import type { Target } from './targets.ts';

const CAPACITY = 1_000;
/** Redelivering again and again does not fill the log. */
const KEPT_ATTEMPTS = 30;

/** The world's delivery log, and what of it still has to be sent. Times are the world's. */
export interface DeliveryQueue {
  /** Writes the event down for one receiver. The log keeps the newest 1,000 deliveries. */
  add(event: DomainEvent, target: Target): Delivery;
  /** What waits, oldest first, due or not. */
  waiting(): Iterable<Delivery>;
  isDue(delivery: Delivery): boolean;
  /** A fresh round of attempts, the first one at once. */
  restart(delivery: Delivery): void;
  /** Not before `ms` from now; held: or once another one to the same receiver has been sent. */
  postpone(delivery: Delivery, ms: number, isHeld: boolean): void;
  /** Lets what this receiver's deliveries overtook go at once. */
  release(lane: string): void;
  /** What came of an attempt: done, tried again later, or given up. */
  record(delivery: Delivery, attempts: readonly Attempt[], status: 'delivered' | 'refused' | 'lost' | 'dropped'): void;
}

/** Deliveries to one receiver go one after the other, so that order means something; receivers do not wait for others. */
export function laneOf({ api, target_id }: Delivery): string {
  return `${api} ${target_id}`;
}

/** `retryDelaysMs`: how long after the first, second… failed attempt the next one follows; their number sets the attempts'. */
export function createDeliveryQueue(world: World, retryDelaysMs: readonly number[]): DeliveryQueue {
  let log = world.webhookDeliveries;
  let pending = pendingOf(log);
  const rounds = retryDelaysMs.length + 1;
  const at = (ms: number): string => new Date(world.clock().getTime() + ms).toISOString();

  /** After a reset the world has another log, and nothing is on its way. */
  function current(): Set<Delivery> {
    if (log !== world.webhookDeliveries) {
      log = world.webhookDeliveries;
      pending = pendingOf(log);
    }
    return pending;
  }
  function change(delivery: Delivery, changes: Partial<Delivery>): void {
    Object.assign(delivery, changes);
    if (delivery.status === 'pending' && log.has(delivery.id)) current().add(delivery);
    else current().delete(delivery);
    world.revision += 1;
  }

  return {
    add(event, target) {
      const delivery = createDelivery(event, target, world.clock(), rounds);
      current().add(delivery);
      log.set(delivery.id, delivery);
      for (const [id, oldest] of log) {
        if (log.size <= CAPACITY) break;
        log.delete(id);
        pending.delete(oldest);
      }
      world.revision += 1;
      return delivery;
    },
    waiting: current,
    isDue: ({ next_attempt_at }) => next_attempt_at !== null && next_attempt_at <= at(0),
    restart(delivery) {
      const fresh = { tries_left: rounds, is_settled: false, is_held: false };
      change(delivery, { status: 'pending', next_attempt_at: at(0), ...fresh });
    },
    postpone(delivery, ms, is_held) {
      change(delivery, { next_attempt_at: at(ms), is_settled: true, is_held });
    },
    release(lane) {
      for (const delivery of current()) {
        if (delivery.is_held && laneOf(delivery) === lane) change(delivery, { is_held: false, next_attempt_at: at(0) });
      }
    },
    record(delivery, attempts, outcome) {
      delivery.attempts = [...delivery.attempts, ...attempts].slice(-KEPT_ATTEMPTS);
      const tries_left = outcome === 'refused' ? Math.max(0, delivery.tries_left - 1) : 0;
      const delay = retryDelaysMs[Math.max(0, retryDelaysMs.length - tries_left)] ?? 0;
      const isOver = tries_left === 0;
      const verdict = outcome === 'delivered' || outcome === 'dropped' ? outcome : 'failed';
      change(delivery, {
        tries_left,
        status: isOver ? verdict : 'pending',
        next_attempt_at: isOver ? null : at(delay),
        is_settled: false,
        is_held: false,
      });
    },
  };
}

function createDelivery(event: DomainEvent, target: Target, now: Date, rounds: number): Delivery {
  const id = randomUUID();
  return {
    id,
    api: event.api,
    target_id: target.id,
    event: event.event,
    body: writePayload(id, event, now),
    status: 'pending',
    attempts: [],
    tries_left: rounds,
    next_attempt_at: now.toISOString(),
    is_settled: false,
    is_held: false,
    created_at: now.toISOString(),
  };
}

function pendingOf(log: ReadonlyMap<string, Delivery>): Set<Delivery> {
  return new Set([...log.values()].filter(({ status }) => status === 'pending'));
}
