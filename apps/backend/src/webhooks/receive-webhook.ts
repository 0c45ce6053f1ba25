import { createHash } from 'node:crypto';

import {
  createWebhookVerifier,
  type WebhookHeaders,
  type WebhookRefusal,
  WebhookSignatureError,
  type WebhookVerifier,
} from '@mytpe-pay/client/webhooks';

import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { OUR_REF } from '../mytpe/gateway.ts';
import type { Repository } from '../repository/repository.ts';

/** The largest body of a webhook, bytes. */
export const MAX_DELIVERY_BYTES = 256 * 1024;
/** The time for which finished deliveries are kept to recognise repeats. MyTPE stops retrying long before. */
const KEEP_FINISHED_MS = 30 * 24 * 3_600_000;
const NO_SECRET: DeliveryRefusal = {
  reason: 'no_secret',
  message: 'webhook refused: there is no secret to verify it with',
};

/** Options of {@link createWebhookInbox}. */
export interface WebhookInboxOptions {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly log: Log;
  /** `MYTPE_WEBHOOK_SECRET`. */
  readonly secrets: readonly string[];
  /** `true` if the backend registers for webhooks, which brings a secret. Without a secret there is then no warning. */
  readonly registers: boolean;
  /** The prefix of the key-values with the secrets from registrations. */
  readonly storedSecrets: string;
}

/** The reason why a delivery is not from MyTPE. It contains no secret. */
export interface DeliveryRefusal {
  readonly reason: WebhookRefusal | 'no_secret';
  readonly message: string;
}

/** Verifies and stores the webhooks of MyTPE. */
export interface WebhookInbox {
  /** Verifies the headers before the body is read. @returns the refusal; `null` if the headers are valid. */
  checkHeaders(headers: WebhookHeaders): DeliveryRefusal | null;
  /**
   * Verifies and stores a delivery. When this resolves with `null`, the stored delivery survives a crash.
   * @returns the refusal if it is not from MyTPE. @throws if the database cannot store it; MyTPE retries then.
   */
  receive(body: Buffer, headers: WebhookHeaders): Promise<DeliveryRefusal | null>;
  /** Loads the secrets again, because another process may have registered. */
  refresh(): Promise<void>;
  /** Removes deliveries 30 days old that are finished. */
  prune(): Promise<void>;
}

/** Creates the inbox. Logs a warning if it has no secret and therefore refuses every webhook. */
export async function createWebhookInbox(options: WebhookInboxOptions): Promise<WebhookInbox> {
  const { repository, clock, log, secrets, registers, storedSecrets } = options;
  let verifier: WebhookVerifier | null = null;

  async function refresh(): Promise<void> {
    // The stored secrets have no order. A verifier accepts ten.
    const all = [...new Set([...secrets, ...(await repository.listValues(storedSecrets))])].slice(0, 10);
    verifier =
      all.length === 0
        ? null
        : createWebhookVerifier({ secrets: all, clock: clock.now, maxBodyBytes: MAX_DELIVERY_BYTES });
  }

  /** Runs a check. @returns its result, or the refusal. */
  function verified<T>(check: (verifier: WebhookVerifier) => T): { value: T } | { refusal: DeliveryRefusal } {
    if (verifier === null) return { refusal: NO_SECRET };
    try {
      return { value: check(verifier) };
    } catch (error) {
      if (!(error instanceof WebhookSignatureError)) throw error;
      return { refusal: { reason: error.reason, message: error.message } };
    }
  }

  await refresh();
  if (verifier === null && !registers)
    log.warn({}, 'MYTPE_WEBHOOK_SECRET is not set: refusing webhooks of MyTPE, payments are seen by polling');
  return {
    refresh,
    checkHeaders(headers) {
      const result = verified((by) => by.checkHeaders(headers));
      return 'refusal' in result ? result.refusal : null;
    },
    async receive(body, headers) {
      const result = verified((by) => by.verify(body, headers));
      if ('refusal' in result) return result.refusal;
      const delivery = result.value;
      const ourRef = delivery.metadata[OUR_REF];
      await repository.keepDelivery({
        id: storable(delivery.deliveryId) ?? `sha256:${createHash('sha256').update(body).digest('hex')}`,
        receivedAt: clock.now(),
        event: storable(delivery.event),
        upstreamId: storable(delivery.linkId),
        ourRef: typeof ourRef === 'string' && ourRef.length <= 255 ? storable(ourRef) : null,
        body,
      });
      return null;
    },
    prune: async () => void (await repository.pruneDeliveries(clock.now() - KEEP_FINISHED_MS)),
  };
}

/** Returns text that both databases can store. PostgreSQL accepts neither NUL nor lone surrogates. */
function storable(text: string | undefined): string | null {
  return text === undefined || text.includes('\0') ? null : Buffer.from(text).toString();
}
