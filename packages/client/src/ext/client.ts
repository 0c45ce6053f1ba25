import { z } from 'zod';

import { InvalidInputError } from '../errors.ts';
import { type ClientOptions, parseSettings } from '../transport/settings.ts';
import { type CallOptions, Transport } from '../transport/transport.ts';
import { enveloped } from '../wire/envelope.ts';
import { Id, Timestamp } from '../wire/fields.ts';
import { ALLOWED_PAYERS_SHAPES, type AllowedPayersShape } from './allowed-payers.ts';
import { BankAccounts } from './bank-accounts.ts';
import { Brands } from './brands.ts';
import { Forms } from './forms.ts';
import { Identifications } from './identifications.ts';
import { Instances } from './instances.ts';
import { Links } from './links.ts';
import { PUT_MULTIPART, type PutMultipart, Updates } from './updates.ts';
import { Webhooks } from './webhooks.ts';

/** The trader who owns the credentials. */
export const Me = z.object({
  id: Id,
  email: z.string().nullish(),
  name: z.string().nullish(),
  role: z.string().nullish(),
  created_at: Timestamp.nullish(),
});
export type Me = z.output<typeof Me>;

/** Options for {@link ExtClient}. */
export interface ExtClientOptions extends ClientOptions {
  /**
   * The way to send a multipart update. `put`: as the documented `PUT`. `post_override`: as a `POST` with
   * `_method=PUT`. `auto` (default): as a `PUT`, and then as such a `POST` if the `PUT` was rejected or had no effect.
   */
  readonly putMultipart?: PutMultipart | undefined;
  /**
   * The format of a link's `allowed_payers`: strings (`string`, default) or objects with `email` or `phone` (`object`).
   */
  readonly allowedPayersShape?: AllowedPayersShape | undefined;
  /**
   * `true` allows webhook URLs with plain http to this machine, for the sandbox and development. Default `false`: https
   * only.
   */
  readonly allowInsecureWebhooks?: boolean | undefined;
  /**
   * `true` lets `links.publish` return MyTPE's response, marked `unconfirmed`, without reading the link. The response
   * must be a complete link with the same id and the status `active`; otherwise the client reads the link. MyTPE does
   * not document this response, so read the link soon afterwards. Default `false`: the client always reads the link.
   */
  readonly acceptPublishResponse?: boolean | undefined;
}

/** The header names in the documentation of the ext API. */
const HEADER_NAMES = { key: 'X-Api-Key', secret: 'X-Api-Secret' } as const;

/**
 * A client for MyTPE's ext API. Create one client per trader account and process, share it, and close it at the end.
 * [Call MyTPE from TypeScript](https://docs.mytpe-pay.example/develop/client/) has examples. All amounts are in centimes.
 *
 * Methods reject with a `MytpeError`, or with the error of your credentials function. The client retries reads. It
 * retries a write only if MyTPE certainly did not carry it out.
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

  /** @throws InvalidInputError if an option is invalid. */
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
    const bodyOptions = () => ({ now: settings.timing.clock(), allowedPayersShape });
    this.links = new Links(this.#transport, bodyOptions, options.acceptPublishResponse === true);
    this.webhooks = new Webhooks(this.#transport, options.allowInsecureWebhooks === true);
  }

  /** Returns the owner of the credentials. This is the cheapest way to test them. */
  me(options?: CallOptions): Promise<Me> {
    return this.#transport.run(options, async (send) => {
      return await send({ role: 'read', method: 'GET', path: '/me', response: enveloped(Me) });
    });
  }

  /** Waits for the running calls to finish. Later calls are rejected. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}

function oneOf<Value extends string>(values: readonly Value[], option: string, value: Value): Value {
  if (values.includes(value)) return value;
  throw new InvalidInputError('client options', { [option]: [`must be one of ${values.join(', ')}`] });
}
