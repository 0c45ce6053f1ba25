import { type ClientOptions, parseSettings } from '../transport/settings.ts';
import { Transport } from '../transport/transport.ts';
import { V2Instances } from './instances.ts';
import { V2Links } from './links.ts';
import { V2Transactions } from './transactions.ts';
import { V2Webhook } from './webhook-settings.ts';

export interface V2ClientOptions extends ClientOptions {
  /** Lets webhooks go to plain `http` on this machine, as sandboxes and development need it. Default false. */
  readonly allowInsecureWebhooks?: boolean | undefined;
}

/** As the v2 API prints them. */
const HEADER_NAMES = { key: 'X-API-KEY', secret: 'X-API-SECRET' } as const;

/**
 * MyTPE's older API, v2 ("mytpe-pay"). Another API than ext with other records: ids never cross. Safe to share: one
 * client per merchant account and process, closed at the end.
 *
 * Every method rejects with a `MytpeError` (or with what a credentials function threw); reads are retried, writes only
 * where they surely were not carried out.
 */
export class V2Client {
  readonly #transport: Transport;
  readonly instances: V2Instances;
  readonly links: V2Links;
  readonly transactions: V2Transactions;
  readonly webhook: V2Webhook;

  /** @throws InvalidInputError when an option is wrong. */
  constructor(options: V2ClientOptions) {
    const settings = parseSettings(options, HEADER_NAMES);
    this.#transport = new Transport(settings);
    this.instances = new V2Instances(this.#transport);
    this.links = new V2Links(this.#transport, settings.timing.random);
    this.transactions = new V2Transactions(this.#transport);
    this.webhook = new V2Webhook(this.#transport, options.allowInsecureWebhooks === true);
  }

  /** Lets the calls under way come to their end; later ones are refused. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
