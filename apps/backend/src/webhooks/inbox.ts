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

/** The largest delivery that is read, bytes. */
export const MAX_DELIVERY_BYTES = 256 * 1024;
/** How long a delivery of an id that was seen is told from a new one: MyTPE's retries are long over by then. */
const KEPT_MS = 30 * 24 * 3_600_000;
const NO_SECRET: DeliveryRefusal = {
  reason: 'no_secret',
  message: 'webhook refused: there is no secret to check it with',
};

export interface WebhookInboxOptions {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly log: Log;
  /** `MYTPE_WEBHOOK_SECRET`. */
  readonly secrets: readonly string[];
  /** Whether MyTPE will be asked for one: that there is none yet is then no mistake. */
  readonly registers: boolean;
  /** The prefix of the key-values that hold the secrets which MyTPE issued. */
  readonly keptUnder: string;
}

/** Why a delivery is not MyTPE's; fit for the log. */
export interface DeliveryRefusal {
  readonly reason: WebhookRefusal | 'no_secret';
  readonly message: string;
}

/** Takes deliveries of MyTPE in. */
export interface WebhookInbox {
  /** Checks what can be checked before the body is read. @returns the refusal, or `null`. */
  checkHeaders(headers: WebhookHeaders): DeliveryRefusal | null;
  /**
   * Verifies a delivery and keeps it. Once this resolves with `null`, the delivery is stored and survives a crash.
   * @returns the refusal when it is not MyTPE's. @throws when it cannot be kept: MyTPE tries again.
   */
  receive(body: Buffer, headers: WebhookHeaders): Promise<DeliveryRefusal | null>;
  /** Learns the secrets that another process was given. */
  refresh(): Promise<void>;
  /** Forgets finished deliveries after 30 days. */
  prune(): Promise<void>;
}

export async function createWebhookInbox(options: WebhookInboxOptions): Promise<WebhookInbox> {
  const { repository, clock, log, secrets, registers, keptUnder } = options;
  let verifier: WebhookVerifier | null = null;

  async function refresh(): Promise<void> {
    // The newest of the kept ones cannot be told from the others: ten in all are what a verifier takes.
    const all = [...new Set([...secrets, ...(await repository.listValues(keptUnder))])].slice(0, 10);
    verifier =
      all.length === 0
        ? null
        : createWebhookVerifier({ secrets: all, clock: clock.now, maxBodyBytes: MAX_DELIVERY_BYTES });
  }

  /** The result of a check, or the reason why it refused. */
  function checked<T>(check: (by: WebhookVerifier) => T): { value: T } | { refusal: DeliveryRefusal } {
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
    log.warn({}, 'webhooks of MyTPE are refused: MYTPE_WEBHOOK_SECRET is not set; payments are seen by asking');
  return {
    refresh,
    checkHeaders(headers) {
      const result = checked((by) => by.checkHeaders(headers));
      return 'refusal' in result ? result.refusal : null;
    },
    async receive(body, headers) {
      const result = checked((by) => by.verify(body, headers));
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
    prune: async () => void (await repository.pruneDeliveries(clock.now() - KEPT_MS)),
  };
}

/** Text that every database can keep: PostgreSQL has no NUL and no lone surrogate. */
function storable(text: string | undefined): string | null {
  return text === undefined || text.includes('\0') ? null : Buffer.from(text).toString();
}
