import { randomUUID } from 'node:crypto';

import type { Environment } from '@mytpe-pay/contract';

import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { createSigner } from '../lib/webhook-signature.ts';
import type { Receipts } from '../links/receipts.ts';
import type { DeliveryOutcome, OutgoingEvent } from '../repository/outbox.ts';
import type { Repository } from '../repository/repository.ts';
import { outboxMessage } from './outbox-message.ts';
import type { SendResult, WebhookSender } from './sender.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each try that failed the next one comes: the example of the Standard Webhooks specification, three days in all. */
export const RETRY_AFTER: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** So that what failed together is not tried together again. */
const JITTER = 0.1;
const LONGEST_WISH_MS = 24 * HOUR;

/**
 * How long to wait after the `tries`-th try failed, ms; `null`: there is no other.
 * @param wish what the receiver's `Retry-After` asks for, ms; it can only make the pause longer. @param random 0 to 1.
 */
export function retryDelay(tries: number, wish: number, random: number): number | null {
  const delay = RETRY_AFTER[tries - 1];
  return delay === undefined
    ? null
    : Math.round(Math.max(delay * (1 + JITTER * random), Math.min(wish, LONGEST_WISH_MS)));
}

/** How a try to tell the merchant's server of an event ended: `failed` is tried again, `dead` is not. */
export const TRY_OUTCOMES = ['delivered', 'failed', 'dead'] as const;
export type TryOutcome = (typeof TRY_OUTCOMES)[number];

export interface OutboxDispatcherOptions {
  readonly repository: Repository;
  readonly baseUrl: string;
  readonly environment: Environment;
  readonly receipts: Receipts;
  readonly clock: Clock;
  readonly log: Log;
  readonly sender: WebhookSender;
  readonly sign: ReturnType<typeof createSigner>;
  readonly onTry?: ((outcome: TryOutcome) => void) | undefined;
  /** 0 to 1. */
  readonly random?: () => number;
}

/** Brings events to the merchant's server, each at least once. Safe in several processes at once. */
export interface OutboxDispatcher {
  /** Sends what is due, until nothing is. */
  deliverDue(): Promise<void>;
  /** Begins nothing more; what is under way has a few seconds to end, and is left to the next process after that. */
  stop(): Promise<void>;
}

const BATCH = 10;
/** How long an event is this process's own: longer than any try; one that dies leaves it to the next. */
const CLAIM_MS = 60_000;
const STOPPING_MS = 5000;

export function createOutboxDispatcher(options: OutboxDispatcherOptions): OutboxDispatcher {
  const { repository, baseUrl, environment, receipts, clock, log, sender, sign } = options;
  const { onTry = () => {}, random = Math.random } = options;
  /** Nothing more is begun; then what is under way is cut off. */
  const [stopping, cutting] = [new AbortController(), new AbortController()];
  let underWay: Promise<unknown> = Promise.resolve();

  async function send(event: OutgoingEvent): Promise<SendResult> {
    const row = (await repository.link(event.link))!;
    const message = outboxMessage(event, await receipts.ensure(row), environment);
    const body = JSON.stringify(message);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'MyTPE-Pay-Webhooks',
      ...sign(event.id, Math.floor(clock.now() / 1000), body),
    };
    return sender.post(body, headers, cutting.signal);
  }

  /** What is to happen next. */
  function outcomeOf({ tries }: OutgoingEvent, { status, failure, retryAfterMs }: SendResult): DeliveryOutcome {
    const now = clock.now();
    if (status !== null && status >= 200 && status < 300) return { state: 'delivered', at: now, status, failure };
    // The next process has it at once.
    if (status === null && cutting.signal.aborted) return { state: 'pending', at: now, status, failure };
    const delay = status === 410 ? null : retryDelay(tries, retryAfterMs, random());
    return delay === null
      ? { state: 'dead', at: now, status, failure }
      : { state: 'pending', at: now + delay, status, failure };
  }

  function tell({ id, type, tries }: OutgoingEvent, { state, status, failure }: DeliveryOutcome): void {
    onTry(state === 'pending' ? 'failed' : state);
    const fields = { webhook_id: id, type, tries, ...(failure !== null && { failure }) };
    if (state === 'delivered') log.debug(fields, 'the merchant’s server was told');
    else if (state === 'pending') log.warn(fields, 'the merchant’s server could not be told yet; trying again later');
    else if (status === 410) log.error(fields, 'the merchant’s server wants no such event any more (410); given up');
    else log.error(fields, 'the merchant’s server could not be told; given up, until an operator has it sent again');
  }

  async function deliver(event: OutgoingEvent, token: string): Promise<void> {
    try {
      const outcome = outcomeOf(event, await send(event));
      if (await repository.settleEvent(event, token, outcome, clock.now())) tell(event, outcome);
    } catch (error) {
      // Ours, not of the merchant's server: when its lease has run out, it is tried again.
      log.error({ webhook_id: event.id, err: error }, 'an event could not be made up, or its outcome not be kept');
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
        underWay = batch.catch(() => {});
        if ((await batch) === 0) return;
      }
    },
    async stop() {
      stopping.abort();
      const ended = new AbortController();
      const patience = clock.sleep(STOPPING_MS, ended.signal).then(() => cutting.abort());
      await underWay;
      ended.abort();
      await patience;
      await sender.close();
    },
  };
}
