import type { DomainEvent } from '../model/events.ts';
import type { Delivery } from '../model/webhook-records.ts';
import type { World } from '../model/world.ts';
import { attemptDelivery } from './attempt.ts';
import { createDeliveryQueue, laneOf } from './delivery-queue.ts';
import { currentTarget, targetsOf } from './targets.ts';
import type { WebhookFault } from './webhook-fault.ts';

/** How deliveries go out. */
export interface DispatcherOptions {
  /** Milliseconds of the world's clock between the attempts; there is one attempt more than delays. */
  readonly retryDelaysMs: readonly number[];
  /** Milliseconds that a receiver has for its answer. */
  readonly timeoutMs: number;
  /** The trouble that is set for a delivery's next attempt, if any. */
  readonly takeFault: (delivery: Delivery) => WebhookFault | undefined;
  /** Called after every change that a restart must find. */
  readonly save: () => Promise<void>;
}

/** Sends webhooks, from the announcement of an event until it is delivered or given up. */
export interface Dispatcher {
  /** Writes one delivery per receiver and returns them; they leave as soon as the caller is done. Never throws. */
  announce(event: DomainEvent): Delivery[];
  /** Sends it again, with the same id and body and a fresh signature. `false`: its receiver is gone or switched off. */
  redeliver(delivery: Delivery): boolean;
  /** Sends what has become due. Called whenever the world's clock may have moved. */
  wake(): void;
  /** Ends what is under way. It counts as not sent and stays on the list. */
  close(): Promise<void>;
}

const MIN_TIMER_MS = 10;
const MAX_TIMER_MS = 60_000;

export function createDispatcher(world: World, options: DispatcherOptions): Dispatcher {
  const queue = createDeliveryQueue(world, options.retryDelaysMs);
  const running = new Map<string, Promise<void>>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  async function run(delivery: Delivery): Promise<void> {
    const target = currentTarget(world, delivery);
    const fault = delivery.is_settled || target === null ? undefined : options.takeFault(delivery);
    if (fault?.type === 'webhook_delayed' || fault?.type === 'webhook_reordered') {
      queue.postpone(delivery, fault.ms, fault.type === 'webhook_reordered');
    } else {
      const context = { world, timeoutMs: options.timeoutMs, signal: closing.signal };
      const { attempts, outcome } = await attemptDelivery(delivery, target, fault, context);
      queue.record(delivery, attempts, outcome);
      queue.release(laneOf(delivery));
    }
    // A state file that cannot be written is reported by the next call, which needs it.
    await options.save().catch(() => {});
  }

  function start(delivery: Delivery): void {
    const lane = laneOf(delivery);
    const done = run(delivery)
      // Closing ends an attempt in this way. Anything else must not be tried for ever.
      .catch(() => closing.signal.aborted || queue.record(delivery, [], 'lost'))
      .then(() => {
        running.delete(lane);
        wake();
      });
    running.set(lane, done);
  }

  function wake(): void {
    if (closing.signal.aborted) return;
    for (const delivery of queue.waiting()) {
      if (!running.has(laneOf(delivery)) && queue.isDue(delivery)) start(delivery);
    }
    arm();
  }

  /** For those who wait while nothing else happens. A clock that stands still is looked at again when it is moved. */
  function arm(): void {
    clearTimeout(timer);
    const idle = [...queue.waiting()].filter((delivery) => !running.has(laneOf(delivery)));
    if (idle.length === 0) return;
    const next = Math.min(...idle.map(({ next_attempt_at }) => Date.parse(next_attempt_at ?? '')));
    const wait = next - world.clock().getTime();
    timer = setTimeout(wake, Math.min(Math.max(wait, MIN_TIMER_MS), MAX_TIMER_MS)).unref();
  }

  return {
    announce(event) {
      const deliveries = targetsOf(world, event).map((target) => queue.add(event, target));
      if (deliveries.length > 0) setImmediate(wake);
      return deliveries;
    },
    redeliver(delivery) {
      if (currentTarget(world, delivery) === null) return false;
      queue.restart(delivery);
      setImmediate(wake);
      return true;
    },
    wake,
    async close() {
      closing.abort();
      clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
