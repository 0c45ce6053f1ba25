import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { type CallOptions, Transport } from '../transport/transport.ts';
import { type ClientOptions, parseSettings } from '../transport/settings.ts';
import { enveloped } from '../wire/envelope.ts';
import { ALLOWED_PAYERS_SHAPES, type AllowedPayersShape } from './allowed-payers.ts';
import { BankAccounts } from './bank-accounts.ts';
import { Brands } from './brands.ts';
import { Forms } from './forms.ts';
import { Identifications } from './identifications.ts';
import { Instances } from './instances.ts';
import { Links } from './links.ts';
import { Me } from './me.ts';
import { PUT_MULTIPART, type PutMultipart, Updates } from './updates.ts';
import { Webhooks } from './webhooks.ts';

export interface ExtClientOptions extends ClientOptions {
  /**
   * The way a multipart change is sent: as the documented `PUT` (`put`), as a `POST` with `_method=PUT` (`post_override`),
   * or first as a `PUT` and, if that is refused or has no effect, once more as such a `POST` (`auto`, the default).
   */
  readonly putMultipart?: PutMultipart | undefined;
  /** How a link's `allowed_payers` are sent: as texts (`string`, the default) or as `{email}` and `{phone}` (`object`). */
  readonly allowedPayersShape?: AllowedPayersShape | undefined;
  /** Lets a webhook's URL be plain http to this machine, for the sandbox and development. Default false: https only. */
  readonly allowInsecureWebhooks?: boolean | undefined;
  /**
   * Lets `links.publish` resolve with MyTPE's response, marked `unconfirmed`, instead of reading the link. The response
   * must be a whole link with the same id and the status `active`. After any other response the link is read. MyTPE does
   * not document the response to a publication, so read the link soon afterwards. Default false: the link is always read.
   */
  readonly acceptPublishResponse?: boolean | undefined;
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
  readonly forms: Forms;
  readonly links: Links;
  readonly webhooks: Webhooks;

  /** @throws InvalidInputError when an option is wrong. */
  constructor(options: ExtClientOptions) {
    const settings = parseSettings(options, HEADER_NAMES);
    this.#transport = new Transport(settings);
    const updates = new Updates(oneOf(PUT_MULTIPART, 'putMultipart', options.putMultipart ?? 'auto'));
    const allowedPayersShape = oneOf(
      ALLOWED_PAYERS_SHAPES,
      'allowedPayersShape',
      options.allowedPayersShape ?? 'string',
    );
    this.identifications = new Identifications(this.#transport, updates);
    this.brands = new Brands(this.#transport, updates);
    this.bankAccounts = new BankAccounts(this.#transport, updates);
    this.instances = new Instances(this.#transport, updates);
    this.forms = new Forms(this.#transport);
    const writing = () => ({ now: settings.timing.clock(), allowedPayersShape });
    this.links = new Links(this.#transport, writing, options.acceptPublishResponse === true);
    this.webhooks = new Webhooks(this.#transport, options.allowInsecureWebhooks === true);
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

function oneOf<Word extends string>(words: readonly Word[], option: string, value: Word): Word {
  if (words.includes(value)) return value;
  throw new InvalidInputError('client options', { [option]: [`must be one of ${words.join(', ')}`] });
}
