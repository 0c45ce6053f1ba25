import { randomBytes } from 'node:crypto';

import type { Settings } from '../config/settings.ts';
import type { Scheduler } from '../lib/scheduler.ts';
import { createSigner } from '../lib/webhook-signature.ts';
import { type OutboxDispatcher, type OutboxDispatcherOptions, createOutboxDispatcher } from './outbox-dispatcher.ts';
import { createWebhookSender } from './sender.ts';

const DELIVER_EVERY_MS = 500;
const PRUNE_EVERY_MS = 3_600_000;
/** How long it can be looked up what was delivered. */
const KEPT_MS = 30 * 24 * 3_600_000;

type WebhookSettings = Pick<Settings, 'MERCHANT_WEBHOOK_URL' | 'MERCHANT_WEBHOOK_SECRET'>;

/**
 * Returns the function that names the events for the merchant's server. They are stored together with the snapshot that is
 * the first to report a payment or a closed link. `null` without `MERCHANT_WEBHOOK_URL`: then no event is stored.
 */
export function eventIds({ MERCHANT_WEBHOOK_URL: url }: WebhookSettings): (() => string) | null {
  return url === undefined ? null : () => `msg_${randomBytes(16).toString('base64url')}`;
}

export interface OutgoingWebhooksOptions extends Omit<OutboxDispatcherOptions, 'sender' | 'sign'> {
  readonly settings: WebhookSettings;
  readonly scheduler: Scheduler;
}

/** Begins to tell the merchant's server what was entered for it. @returns how to stop; `null` where there is none. */
export function startOutgoingWebhooks(options: OutgoingWebhooksOptions): Pick<OutboxDispatcher, 'stop'> | null {
  const { settings, scheduler, ...rest } = options;
  const { MERCHANT_WEBHOOK_URL: url, MERCHANT_WEBHOOK_SECRET: secrets = [] } = settings;
  if (url === undefined) return null;
  const dispatcher = createOutboxDispatcher({
    ...rest,
    sender: createWebhookSender({ url }),
    sign: createSigner(secrets),
  });
  scheduler.every(DELIVER_EVERY_MS, 'webhooks to the merchant', dispatcher.deliverDue);
  scheduler.every(PRUNE_EVERY_MS, 'old webhooks to the merchant', () =>
    rest.repository.pruneEvents(rest.clock.now() - KEPT_MS),
  );
  return dispatcher;
}
