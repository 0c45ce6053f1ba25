import { randomBytes } from 'node:crypto';

import type { Settings } from '../config/settings-schema.ts';
import type { Scheduler } from '../lib/scheduler.ts';
import { createSigner } from '../lib/sign-webhook.ts';
import type { Subscriptions } from '../mytpe/subscriptions.ts';
import { createInboxWorker, type InboxWorkerOptions } from './apply-webhook.ts';
import { createWebhookInbox, type WebhookInbox } from './receive-webhook.ts';
import { type OutboxDispatcher, type OutboxDispatcherOptions, createOutboxDispatcher } from './outbox-dispatcher.ts';
import { createRegistration, secretPrefix } from './registration.ts';
import { createWebhookSender } from './sender.ts';

const APPLY_EVERY_MS = 500;
const REFRESH_SECRETS_EVERY_MS = 30_000;
const DISPATCH_EVERY_MS = 500;
const PRUNE_EVERY_MS = 3_600_000;
/** The time for which operators can look up delivered events. */
const KEEP_DELIVERED_MS = 30 * 24 * 3_600_000;

/** Options of {@link startIncomingWebhooks}. */
export interface IncomingWebhooksOptions extends InboxWorkerOptions {
  readonly settings: Pick<Settings, 'MYTPE_WEBHOOK_SECRET' | 'REGISTER_WEBHOOK'>;
  /** The address of this backend as MyTPE reaches it. */
  readonly publicUrl: string;
  readonly subscriptions: Subscriptions;
  readonly scheduler: Scheduler;
}

/** Creates the inbox of MyTPE's webhooks. Starts to apply stored webhooks and, if the settings say so, registers the address. */
export async function startIncomingWebhooks(options: IncomingWebhooksOptions): Promise<WebhookInbox> {
  const { settings, baseUrl, publicUrl, subscriptions, scheduler, ...rest } = options;
  const url = `${publicUrl}/webhooks/mytpe`;
  const storedSecrets = secretPrefix(baseUrl, url);
  const secrets = settings.MYTPE_WEBHOOK_SECRET ?? [];
  const registers = settings.REGISTER_WEBHOOK === 'true';
  const inbox = await createWebhookInbox({ ...rest, secrets, registers, storedSecrets });
  if (registers) {
    const hasSecret = secrets.length > 0;
    const onDone = inbox.refresh;
    const register = createRegistration({ ...rest, subscriptions, url, storedSecrets, hasSecret, onDone });
    scheduler.every(REFRESH_SECRETS_EVERY_MS, 'webhook registration', register);
  }
  scheduler.every(APPLY_EVERY_MS, 'webhooks', createInboxWorker({ ...rest, baseUrl }));
  scheduler.every(REFRESH_SECRETS_EVERY_MS, 'webhook secrets', inbox.refresh);
  scheduler.every(PRUNE_EVERY_MS, 'old webhooks', inbox.prune);
  return inbox;
}

type WebhookSettings = Pick<Settings, 'MERCHANT_WEBHOOK_URL' | 'MERCHANT_WEBHOOK_SECRET'>;

/**
 * Returns the function that names the events for the merchant's server. They are stored together with the snapshot that is
 * the first to report a payment or a closed link. `null` without `MERCHANT_WEBHOOK_URL`: then no event is stored.
 */
export function eventIds({ MERCHANT_WEBHOOK_URL: url }: WebhookSettings): (() => string) | null {
  return url === undefined ? null : () => `msg_${randomBytes(16).toString('base64url')}`;
}

/** Options of {@link startOutgoingWebhooks}. */
export interface OutgoingWebhooksOptions extends Omit<OutboxDispatcherOptions, 'sender' | 'sign'> {
  readonly settings: WebhookSettings;
  readonly scheduler: Scheduler;
}

/** Starts to send stored events to the merchant's server. @returns the dispatcher; `null` if the settings name no server. */
export function startOutgoingWebhooks(options: OutgoingWebhooksOptions): Pick<OutboxDispatcher, 'stop'> | null {
  const { settings, scheduler, ...rest } = options;
  const { MERCHANT_WEBHOOK_URL: url, MERCHANT_WEBHOOK_SECRET: secrets = [] } = settings;
  if (url === undefined) return null;
  const dispatcher = createOutboxDispatcher({
    ...rest,
    sender: createWebhookSender({ url }),
    sign: createSigner(secrets),
  });
  scheduler.every(DISPATCH_EVERY_MS, 'webhooks to the merchant', dispatcher.deliverDue);
  scheduler.every(PRUNE_EVERY_MS, 'old webhooks to the merchant', () =>
    rest.repository.pruneEvents(rest.clock.now() - KEEP_DELIVERED_MS),
  );
  return dispatcher;
}
