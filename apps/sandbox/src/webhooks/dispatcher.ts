import type { DomainEvent } from '../model/events.ts';
import type { Delivery } from '../model/webhook-records.ts';
import type { World } from '../model/world.ts';
import { attemptDelivery, type WebhookFault } from './attempt.ts';
import { createDeliveryQueue, receiverKeyOf } from './delivery-queue.ts';
import { currentTarget, targetsOf } from './targets.ts';

/** Options for sending deliveries. */
export interface DispatcherOptions {
  /** Milliseconds of the world’s clock between the attempts. There is one more attempt than delays. */
  readonly retryDelaysMs: readonly number[];
  /** Milliseconds until an attempt times out. */
  readonly timeoutMs: number;
  /** Takes the fault for a delivery’s next attempt, if one is set. */
  readonly takeFault: (delivery: Delivery) => WebhookFault | undefined;
  /** Saves the state. Called after every change that must survive a restart. */
  readonly save: () => Promise<void>;
}

/** Sends webhooks, from the announcement of an event until the delivery succeeds or its attempts are used up. */
export interface Dispatcher {
  /** Adds one delivery per receiver and returns them. They leave after the caller’s turn of the event loop. Never throws. */
  announce(event: DomainEvent): Delivery[];
  /** Sends a delivery again, with the same id and body and a new signature. Returns `false` if its receiver is removed or switched off. */
  redeliver(delivery: Delivery): boolean;
  /** Sends the deliveries that are due. Called whenever the world’s clock may have moved. */
  wake(): void;
  /** Aborts the running attempts. They count as not sent and stay in the queue. */
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
      queue.release(receiverKeyOf(delivery));
    }
    // If the state file cannot be written, the next call reports it, because it needs the file.
    await options.save().catch(() => {});
  }

  function start(delivery: Delivery): void {
    const receiverKey = receiverKeyOf(delivery);
    const done = run(delivery)
      // Closing aborts an attempt. Any other error must not lead to endless retries.
      .catch(() => closing.signal.aborted || queue.record(delivery, [], 'lost'))
      .then(() => {
        running.delete(receiverKey);
        wake();
      });
    running.set(receiverKey, done);
  }

  function wake(): void {
    if (closing.signal.aborted) return;
    for (const delivery of queue.waiting()) {
      if (!running.has(receiverKeyOf(delivery)) && queue.isDue(delivery)) start(delivery);
    }
    arm();
  }

  /** Sets a timer for the next due delivery. When a stopped clock moves, `wake` checks again. */
  function arm(): void {
    clearTimeout(timer);
    const idle = [...queue.waiting()].filter((delivery) => !running.has(receiverKeyOf(delivery)));
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
