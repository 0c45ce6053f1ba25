import { randomBytes } from 'node:crypto';

import type { Settings } from '../config/settings.ts';
import type { Scheduler } from '../lib/scheduler.ts';
import { createSigner } from '../lib/webhook-signature.ts';
import type { Repository } from '../repository/repository.ts';
import { type OutboxDispatcher, type OutboxDispatcherOptions, createOutboxDispatcher } from './outbox-dispatcher.ts';
import { createWebhookSender } from './sender.ts';
import type { Subscriptions } from '../mytpe/subscriptions.ts';
import { createInboxWorker, type InboxWorkerOptions } from './inbox-worker.ts';
import { createWebhookInbox, type WebhookInbox } from './inbox.ts';
import { createRegistration, secretsOf } from './registration.ts';

const WORK_OFF_EVERY_MS = 500;
const REFRESH_SECRETS_EVERY_MS = 30_000;
const PRUNE_EVERY_MS = 3_600_000;
const DELIVER_EVERY_MS = 500;
/** How long it can be looked up what was delivered. */
const KEPT_MS = 30 * 24 * 3_600_000;

export interface IncomingWebhooksOptions extends InboxWorkerOptions {
  readonly settings: Pick<Settings, 'MYTPE_WEBHOOK_SECRET' | 'REGISTER_WEBHOOK'>;
  /** How this backend is reached from outside. */
  readonly publicUrl: string;
  readonly subscriptions: Subscriptions;
  readonly scheduler: Scheduler;
}

/** The deliveries of MyTPE, from their arrival to what comes of them; begins to work off those kept earlier. */
export async function startIncomingWebhooks(options: IncomingWebhooksOptions): Promise<WebhookInbox> {
  const { settings, baseUrl, publicUrl, subscriptions, scheduler, ...rest } = options;
  const url = `${publicUrl}/webhooks/mytpe`;
  const keptUnder = secretsOf(baseUrl, url);
  const secrets = settings.MYTPE_WEBHOOK_SECRET ?? [];
  const registers = settings.REGISTER_WEBHOOK === 'true';
  const receiver = await createWebhookInbox({ ...rest, secrets, registers, keptUnder });
  if (registers) {
    const hasSecret = secrets.length > 0;
    const register = createRegistration({
      ...rest,
      subscriptions,
      url,
      keptUnder,
      hasSecret,
      onDone: receiver.refresh,
    });
    scheduler.every(REFRESH_SECRETS_EVERY_MS, 'webhook registration', register);
  }
  scheduler.every(WORK_OFF_EVERY_MS, 'webhooks', createInboxWorker({ ...rest, baseUrl }));
  scheduler.every(REFRESH_SECRETS_EVERY_MS, 'webhook secrets', receiver.refresh);
  scheduler.every(PRUNE_EVERY_MS, 'old webhooks', receiver.prune);
  return receiver;
}

type WebhookSettings = Pick<Settings, 'MERCHANT_WEBHOOK_URL' | 'MERCHANT_WEBHOOK_SECRET'>;

/** The same store; what a reading is the first to tell is entered for the merchant's server, where there is one. */
export function announcingStore(repository: Repository, { MERCHANT_WEBHOOK_URL: url }: WebhookSettings): Repository {
  if (url === undefined) return repository;
  const newEventId = () => `msg_${randomBytes(16).toString('base64url')}`;
  return { ...repository, recordSnapshot: (id, reading) => repository.recordSnapshot(id, reading, newEventId) };
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
