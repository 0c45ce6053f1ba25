import { type ClientOptions, parseSettings } from '../transport/settings.ts';
import { Transport } from '../transport/transport.ts';
import { V2Instances } from './instances.ts';
import { V2Links } from './links.ts';
import { V2Transactions } from './transactions.ts';
import { V2Webhook } from './webhook-settings.ts';

/** Options for {@link V2Client}. */
export interface V2ClientOptions extends ClientOptions {
  /**
   * `true` allows webhook URLs with plain http to this machine, for the sandbox and development. Default `false`: https
   * only.
   */
  readonly allowInsecureWebhooks?: boolean | undefined;
}

/** The header names in the documentation of the v2 API. */
const HEADER_NAMES = { key: 'X-API-KEY', secret: 'X-API-SECRET' } as const;

/**
 * A client for v2 ("mytpe-pay"), MyTPE's older API. Its records and ids are separate from those of ext. Create one
 * client per merchant account and process, share it, and close it at the end.
 *
 * Methods reject with a `MytpeError`, or with the error of your credentials function. The client retries reads. It
 * retries a write only if MyTPE certainly did not carry it out.
 */
export class V2Client {
  readonly #transport: Transport;
  readonly instances: V2Instances;
  readonly links: V2Links;
  readonly transactions: V2Transactions;
  readonly webhook: V2Webhook;

  /** @throws InvalidInputError if an option is invalid. */
  constructor(options: V2ClientOptions) {
    const settings = parseSettings(options, HEADER_NAMES);
    this.#transport = new Transport(settings);
    this.instances = new V2Instances(this.#transport);
    this.links = new V2Links(this.#transport, settings.timing.random);
    this.transactions = new V2Transactions(this.#transport);
    this.webhook = new V2Webhook(this.#transport, options.allowInsecureWebhooks === true);
  }

  /** Waits for the running calls to finish. Later calls are rejected. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
