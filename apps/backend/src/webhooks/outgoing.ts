import { randomBytes } from 'node:crypto';

import type { Settings } from '../config/settings.ts';
import type { Background } from '../lib/scheduler.ts';
import { createSigner } from '../lib/webhook-signature.ts';
import type { Repository } from '../repository/repository.ts';
import { type Courier, type CourierOptions, createCourier } from './outbox-dispatcher.ts';
import { createPoster } from './sender.ts';

const DELIVER_EVERY_MS = 500;
const PRUNE_EVERY_MS = 3_600_000;
/** How long it can be looked up what was delivered. */
const KEPT_MS = 30 * 24 * 3_600_000;

type WebhookSettings = Pick<Settings, 'MERCHANT_WEBHOOK_URL' | 'MERCHANT_WEBHOOK_SECRET'>;

/** The same store; what a reading is the first to tell is entered for the merchant's server, where there is one. */
export function announcingStore(store: Repository, { MERCHANT_WEBHOOK_URL: url }: WebhookSettings): Repository {
  if (url === undefined) return store;
  const newEventId = () => `msg_${randomBytes(16).toString('base64url')}`;
  return { ...store, recordSnapshot: (id, reading) => store.recordSnapshot(id, reading, newEventId) };
}

export interface WebhooksOutOptions extends Omit<CourierOptions, 'poster' | 'sign'> {
  readonly settings: WebhookSettings;
  readonly background: Background;
}

/** Begins to tell the merchant's server what was entered for it. @returns how to stop; `null` where there is none. */
export function startWebhooksOut(options: WebhooksOutOptions): Pick<Courier, 'stop'> | null {
  const { settings, background, ...rest } = options;
  const { MERCHANT_WEBHOOK_URL: url, MERCHANT_WEBHOOK_SECRET: secrets = [] } = settings;
  if (url === undefined) return null;
  const courier = createCourier({ ...rest, poster: createPoster({ url }), sign: createSigner(secrets) });
  background.every(DELIVER_EVERY_MS, 'webhooks to the merchant', courier.deliverDue);
  background.every(PRUNE_EVERY_MS, 'old webhooks to the merchant', () =>
    rest.store.pruneEvents(rest.clock.now() - KEPT_MS),
  );
  return courier;
}
