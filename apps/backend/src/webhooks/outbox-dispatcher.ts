import { randomUUID } from 'node:crypto';

import type { Environment } from '@mytpe-pay/contract';

import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { createSigner } from '../lib/sign-webhook.ts';
import type { Receipts } from '../links/receipts.ts';
import type { DeliveryOutcome, OutgoingEvent } from '../repository/outbox.ts';
import type { Repository } from '../repository/repository.ts';
import { outboxMessage } from './outbox-message.ts';
import { retryDelay } from './retry-delay.ts';
import type { SendResult, WebhookSender } from './sender.ts';

/** The outcomes of an attempt to send an event. The dispatcher retries `failed`, but not `dead`. */
export const TRY_OUTCOMES = ['delivered', 'failed', 'dead'] as const;
export type TryOutcome = (typeof TRY_OUTCOMES)[number];

/** Options of {@link createOutboxDispatcher}. */
export interface OutboxDispatcherOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly environment: Environment;
  readonly receipts: Receipts;
  readonly clock: Clock;
  readonly log: Log;
  readonly sender: WebhookSender;
  readonly sign: ReturnType<typeof createSigner>;
  /** Called after every attempt. */
  readonly onTry?: ((outcome: TryOutcome) => void) | undefined;
  /** Returns 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Sends events to the merchant's server, each at least once. Several processes can run it concurrently. */
export interface OutboxDispatcher {
  /** Sends due events until none is due. */
  deliverDue(): Promise<void>;
  /** Stops. Current attempts have five seconds to end. Then they are aborted, and the next process sends their events. */
  stop(): Promise<void>;
}

const BATCH = 10;
/** The duration of a claim, longer than any attempt. After that another process sends the event. */
const CLAIM_MS = 60_000;
const STOP_TIMEOUT_MS = 5000;

/** Creates the dispatcher of one MyTPE's events. */
export function createOutboxDispatcher(options: OutboxDispatcherOptions): OutboxDispatcher {
  const { repository, baseUrl, environment, receipts, clock, log, sender, sign } = options;
  const { onTry = () => {}, random = Math.random } = options;
  /** `stopping` prevents new attempts; `aborting` ends the current ones. */
  const [stopping, aborting] = [new AbortController(), new AbortController()];
  let current: Promise<unknown> = Promise.resolve();

  async function send(event: OutgoingEvent): Promise<SendResult> {
    const row = (await repository.link(event.link))!;
    const message = outboxMessage(event, await receipts.ensure(row), environment);
    const body = JSON.stringify(message);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'MyTPE-Pay-Webhooks',
      ...sign(event.id, Math.floor(clock.now() / 1000), body),
    };
    return sender.post(body, headers, aborting.signal);
  }

  /** Decides the next state of an event. */
  function outcomeOf({ tries }: OutgoingEvent, { status, failure, retryAfterMs }: SendResult): DeliveryOutcome {
    const now = clock.now();
    if (status !== null && status >= 200 && status < 300) return { state: 'delivered', at: now, status, failure };
    // Due now, so that the next process sends it immediately.
    if (status === null && aborting.signal.aborted) return { state: 'pending', at: now, status, failure };
    const delay = status === 410 ? null : retryDelay(tries, retryAfterMs, random());
    return delay === null
      ? { state: 'dead', at: now, status, failure }
      : { state: 'pending', at: now + delay, status, failure };
  }

  function report({ id, type, tries }: OutgoingEvent, { state, status, failure }: DeliveryOutcome): void {
    onTry(state === 'pending' ? 'failed' : state);
    const fields = { webhook_id: id, type, tries, ...(failure !== null && { failure }) };
    if (state === 'delivered') log.debug(fields, 'sent an event to the merchant’s server');
    else if (state === 'pending') log.warn(fields, 'could not send an event to the merchant’s server; retrying later');
    else if (status === 410)
      log.error(fields, 'the merchant’s server does not accept the event (410); stopped retrying');
    else
      log.error(
        fields,
        'could not send an event to the merchant’s server; stopped retrying, replay it with POST /admin/v1/deliveries/{id}/replay',
      );
  }

  async function deliver(event: OutgoingEvent, token: string): Promise<void> {
    try {
      const outcome = outcomeOf(event, await send(event));
      if (await repository.settleEvent(event, token, outcome, clock.now())) report(event, outcome);
    } catch (error) {
      // The backend failed, not the merchant's server. The event is sent again when its lease has expired.
      log.error({ webhook_id: event.id, err: error }, 'could not build an event or store its outcome');
    }
  }

  async function deliverBatch(): Promise<number> {
    const now = clock.now();
    const token = randomUUID();
    const due = await repository.claimEvents(baseUrl, now, BATCH, { token, until: now + CLAIM_MS });
    await Promise.all(due.map((event) => deliver(event, token)));
    return due.length;
  }

  return {
    async deliverDue() {
      while (!stopping.signal.aborted) {
        const batch = deliverBatch();
        current = batch.catch(() => {});
        if ((await batch) === 0) return;
      }
    },
    async stop() {
      stopping.abort();
      const ended = new AbortController();
      const timeout = clock.sleep(STOP_TIMEOUT_MS, ended.signal).then(() => aborting.abort());
      await current;
      ended.abort();
      await timeout;
      await sender.close();
    },
  };
}
