import { type CallOptions, Transport } from '../transport/transport.ts';
import { type ClientOptions, parseSettings } from '../transport/settings.ts';
import { enveloped } from '../wire/envelope.ts';
import type { Open } from '../wire/fields.ts';
import { Collection, type ListQuery } from './collection.ts';
import { type AcceptanceStatus, Instance, type InstanceStatus } from './instance.ts';
import { Links } from './links.ts';
import { Me } from './me.ts';

export interface InstanceQuery extends ListQuery {
  readonly status?: Open<InstanceStatus> | undefined;
  readonly acceptance_status?: Open<AcceptanceStatus> | undefined;
  readonly identification_id?: string | undefined;
  readonly brand_id?: string | undefined;
  readonly bank_account_id?: string | undefined;
}

/** As the ext API prints them. */
const HEADER_NAMES = { key: 'X-Api-Key', secret: 'X-Api-Secret' } as const;

/**
 * MyTPE's ext API. Safe to share: one client per trader account and process, closed at the end.
 *
 * Every method rejects with a `MytpeError` (or with what a credentials function threw); reads are retried, writes only where they surely were not carried out.
 */
export class ExtClient {
  readonly #transport: Transport;
  /** Payment instances (`/instances`), to read. */
  readonly instances: Pick<Collection<Instance, InstanceQuery>, 'list' | 'listAll' | 'get'>;
  readonly links: Links;

  /** @throws InvalidInputError when an option is wrong. */
  constructor(options: ClientOptions) {
    const settings = parseSettings(options, HEADER_NAMES);
    this.#transport = new Transport(settings);
    this.instances = new Collection(this.#transport, '/instances', Instance);
    this.links = new Links(this.#transport, settings.timing.clock);
  }

  /** Who these credentials belong to; the cheapest way to find out whether they are good. */
  me(options?: CallOptions): Promise<Me> {
    return this.#transport.run(options, async (send) => {
      return await send({ role: 'read', method: 'GET', path: '/me', answer: enveloped(Me) });
    });
  }

  /** Lets the calls under way come to their end; later ones are refused. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
