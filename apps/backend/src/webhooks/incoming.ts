import type { Subscriptions } from '../mytpe/subscriptions.ts';
import type { Settings } from '../config/settings.ts';
import type { Scheduler } from '../lib/scheduler.ts';
import { createInboxWorker, type InboxWorkerOptions } from './inbox-worker.ts';
import { createWebhookInbox, type WebhookInbox } from './inbox.ts';
import { createRegistration, secretsOf } from './registration.ts';

const WORK_OFF_EVERY_MS = 500;
const REFRESH_SECRETS_EVERY_MS = 30_000;
const PRUNE_EVERY_MS = 3_600_000;

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
