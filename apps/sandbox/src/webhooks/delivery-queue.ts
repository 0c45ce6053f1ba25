import { randomUUID } from 'node:crypto';

import type { DomainEvent } from '../model/events.ts';
import type { Attempt, Delivery } from '../model/webhook-records.ts';
import type { World } from '../model/world.ts';
import { writePayload } from './payload.ts';
import type { Target } from './targets.ts';

const CAPACITY = 1_000;
/** The limit of kept attempts, so that repeated redeliveries do not fill the log. */
const KEPT_ATTEMPTS = 30;

/** The world’s delivery log and the deliveries still to send. Times are the world’s. */
export interface DeliveryQueue {
  /** Adds the event for one receiver. The log keeps the newest 1,000 deliveries. */
  add(event: DomainEvent, target: Target): Delivery;
  /** The waiting deliveries, due or not, oldest first. */
  waiting(): Iterable<Delivery>;
  isDue(delivery: Delivery): boolean;
  /** Starts a new round of attempts. The first attempt is due immediately. */
  restart(delivery: Delivery): void;
  /** Delays the delivery by `ms`. A held delivery leaves earlier when another one to the same receiver was sent. */
  postpone(delivery: Delivery, ms: number, isHeld: boolean): void;
  /** Makes the held deliveries of this receiver due immediately. */
  release(receiverKey: string): void;
  /** Records an attempt’s result. The delivery is then finished, due again later, or given up. */
  record(delivery: Delivery, attempts: readonly Attempt[], status: 'delivered' | 'refused' | 'lost' | 'dropped'): void;
}

/** The key of a delivery’s receiver. Deliveries to one receiver leave in order, and receivers do not wait for each other. */
export function receiverKeyOf({ api, target_id }: Delivery): string {
  return `${api} ${target_id}`;
}

/** Creates a queue. `retryDelaysMs` are the delays after the first, second… failed attempt. Their number sets the number of attempts. */
export function createDeliveryQueue(world: World, retryDelaysMs: readonly number[]): DeliveryQueue {
  let log = world.webhookDeliveries;
  let pending = pendingOf(log);
  const rounds = retryDelaysMs.length + 1;
  const at = (ms: number): string => new Date(world.clock().getTime() + ms).toISOString();

  /** The open deliveries. After a reset the world has a new log, so nothing is open. */
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
    release(receiverKey) {
      for (const delivery of current()) {
        if (delivery.is_held && receiverKeyOf(delivery) === receiverKey)
          change(delivery, { is_held: false, next_attempt_at: at(0) });
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
