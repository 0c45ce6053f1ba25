import type { Settings } from '../config/settings.ts';
import type { Background } from '../lib/scheduler.ts';
import { createDeliveryWorker, type DeliveryWorkerOptions } from './inbox-worker.ts';
import { createReceiver, type Receiver } from './inbox.ts';
import { createRegistration, secretsOf, type Subscriptions } from './registration.ts';

const WORK_OFF_EVERY_MS = 500;
const REFRESH_SECRETS_EVERY_MS = 30_000;
const PRUNE_EVERY_MS = 3_600_000;

export interface WebhooksInOptions extends DeliveryWorkerOptions {
  readonly settings: Pick<Settings, 'MYTPE_WEBHOOK_SECRET' | 'REGISTER_WEBHOOK'>;
  /** How this backend is reached from outside. */
  readonly publicUrl: string;
  readonly subscriptions: Subscriptions;
  readonly background: Background;
}

/** The deliveries of MyTPE, from their arrival to what comes of them; begins to work off those kept earlier. */
export async function createWebhooksIn(options: WebhooksInOptions): Promise<Receiver> {
  const { settings, baseUrl, publicUrl, subscriptions, background, ...rest } = options;
  const url = `${publicUrl}/webhooks/mytpe`;
  const keptUnder = secretsOf(baseUrl, url);
  const secrets = settings.MYTPE_WEBHOOK_SECRET ?? [];
  const registers = settings.REGISTER_WEBHOOK === 'true';
  const receiver = await createReceiver({ ...rest, secrets, registers, keptUnder });
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
    background.every(REFRESH_SECRETS_EVERY_MS, 'webhook registration', register);
  }
  background.every(WORK_OFF_EVERY_MS, 'webhooks', createDeliveryWorker({ ...rest, baseUrl }));
  background.every(REFRESH_SECRETS_EVERY_MS, 'webhook secrets', receiver.refresh);
  background.every(PRUNE_EVERY_MS, 'old webhooks', receiver.prune);
  return receiver;
}
