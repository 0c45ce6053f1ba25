import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { type CallOptions, Transport } from '../transport/transport.ts';
import { type ClientOptions, parseSettings } from '../transport/settings.ts';
import { enveloped } from '../wire/envelope.ts';
import { BankAccounts } from './bank-accounts.ts';
import { Brands } from './brands.ts';
import { Identifications } from './identifications.ts';
import { Instances } from './instances.ts';
import { Links } from './links.ts';
import { Me } from './me.ts';
import { PUT_MULTIPART, type PutMultipart, Updates } from './updates.ts';

export interface ExtClientOptions extends ClientOptions {
  /**
   * How a change with a file is sent: as the documented `PUT` (`put`), as a `POST` with `_method=PUT` (`post_override`),
   * or as a `PUT` that is read back and sent once more as such a `POST` if nothing has changed (`auto`, the default).
   */
  readonly putMultipart?: PutMultipart | undefined;
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
  readonly identifications: Identifications;
  readonly brands: Brands;
  readonly bankAccounts: BankAccounts;
  readonly instances: Instances;
  readonly links: Links;

  /** @throws InvalidInputError when an option is wrong. */
  constructor(options: ExtClientOptions) {
    const settings = parseSettings(options, HEADER_NAMES);
    this.#transport = new Transport(settings);
    const updates = new Updates(parsePutMultipart(options.putMultipart));
    this.identifications = new Identifications(this.#transport, updates);
    this.brands = new Brands(this.#transport, updates);
    this.bankAccounts = new BankAccounts(this.#transport, updates);
    this.instances = new Instances(this.#transport, updates);
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

function parsePutMultipart(value: PutMultipart = 'auto'): PutMultipart {
  if (PUT_MULTIPART.includes(value)) return value;
  throw new InvalidInputError('client options', { putMultipart: [`must be one of ${PUT_MULTIPART.join(', ')}`] });
}
