import { createHash } from 'node:crypto';

import {
  type WebhookDelivery,
  type WebhookHeaders,
  WebhookSignatureError,
  type WebhookVerifier,
  createWebhookVerifier,
} from '@mytpe-pay/client/webhooks';

import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { OUR_REF } from '../upstream/upstream.ts';

/** The largest delivery that is read, bytes. */
export const MAX_DELIVERY_BYTES = 256 * 1024;
/** How long a delivery of an id that was seen is told from a new one: MyTPE's retries are long over by then. */
const KEPT_MS = 30 * 24 * 3_600_000;

export interface ReceiverOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** `MYTPE_WEBHOOK_SECRET`. */
  readonly secrets: readonly string[];
  /** Whether MyTPE will be asked for one: that there is none yet is then no mistake. */
  readonly registers: boolean;
  /** Where secrets lie that MyTPE gave us: names of facts begin so. */
  readonly keptUnder: string;
}

/** Takes deliveries of MyTPE in. */
export interface Receiver {
  /**
   * Verifies a delivery and keeps it. When this resolves it will be worked on, whatever happens to this process.
   * @returns `false` when it is not MyTPE's; why, the log tells. @throws when it cannot be kept: MyTPE tries again.
   */
  receive(body: Buffer, headers: WebhookHeaders): Promise<boolean>;
  /** Learns the secrets that another process was given. */
  refresh(): Promise<void>;
  /** Forgets finished deliveries after 30 days. */
  prune(): Promise<void>;
}

export async function createReceiver(options: ReceiverOptions): Promise<Receiver> {
  const { store, clock, log, secrets, registers, keptUnder } = options;
  let verifier: WebhookVerifier | null = null;

  async function refresh(): Promise<void> {
    // The newest of the kept ones cannot be told from the others: ten in all are what a verifier takes.
    const all = [...new Set([...secrets, ...(await store.facts(keptUnder))])].slice(0, 10);
    verifier =
      all.length === 0
        ? null
        : createWebhookVerifier({ secrets: all, clock: clock.now, maxBodyBytes: MAX_DELIVERY_BYTES });
  }

  function verified(body: Buffer, headers: WebhookHeaders): WebhookDelivery | null {
    try {
      return verifier?.verify(body, headers) ?? null;
    } catch (error) {
      if (!(error instanceof WebhookSignatureError)) throw error;
      log.warn({ reason: error.reason }, `a webhook was refused: ${error.message}`);
      return null;
    }
  }

  await refresh();
  if (verifier === null && !registers)
    log.warn({}, 'webhooks of MyTPE are refused: MYTPE_WEBHOOK_SECRET is not set; payments are seen by asking');
  return {
    refresh,
    async receive(body, headers) {
      const delivery = verified(body, headers);
      if (!delivery) return false;
      const ourRef = delivery.metadata[OUR_REF];
      await store.keepDelivery({
        id: storable(delivery.deliveryId) ?? `sha256:${createHash('sha256').update(body).digest('hex')}`,
        receivedAt: clock.now(),
        event: storable(delivery.event),
        upstreamId: storable(delivery.linkId),
        ourRef: typeof ourRef === 'string' && ourRef.length <= 255 ? storable(ourRef) : null,
        body,
      });
      return true;
    },
    prune: async () => void (await store.pruneDeliveries(clock.now() - KEPT_MS)),
  };
}

/** Text that every database can keep: PostgreSQL has no NUL and no lone surrogate. */
function storable(text: string | undefined): string | null {
  return text === undefined || text.includes('\0') ? null : Buffer.from(text).toString();
}
