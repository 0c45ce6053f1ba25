import { InvalidInputError, NotAppliedError, ResponseShapeError } from '../errors.ts';
import type { Send } from '../transport/api-request.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped } from '../wire/envelope.ts';
import type { Open } from '../wire/fields.ts';
import { Collection, type ListQuery } from './collection.ts';
import {
  type LinkChanges,
  type LinkInput,
  type LinkBodyOptions,
  frozenFields,
  linkChangesBody,
  newLinkBody,
} from './link-input.ts';
import { Link, type LinkStatus, type UsageMode } from './link.ts';

export interface LinkQuery extends ListQuery {
  readonly payment_instance_id?: string | undefined;
  readonly status?: Open<LinkStatus> | undefined;
  readonly usage_mode?: Open<UsageMode> | undefined;
}

/** The statuses that each action changes. If the link still has one of them, MyTPE did not apply the action. */
const STATUSES_BEFORE = {
  publish: ['draft'],
  pause: ['active'],
  resume: ['paused'],
  archive: ['draft', 'active', 'paused'],
} as const;
type Action = keyof typeof STATUSES_BEFORE;

/** A link after it was published. */
export type PublishedLink = Link & {
  /** `true` if this is MyTPE's response to the publication (see `acceptPublishResponse`). Read the link soon. */
  readonly unconfirmed?: true;
};

/** Payment links (`/links`). The error of a failed write has an `outcome`. */
export class Links {
  readonly #transport: Transport;
  readonly #links: Collection<Link, LinkQuery>;
  readonly #bodyOptions: () => LinkBodyOptions;
  readonly #acceptPublishResponse: boolean;

  constructor(transport: Transport, bodyOptions: () => LinkBodyOptions, acceptPublishResponse: boolean) {
    this.#transport = transport;
    this.#links = new Collection(transport, '/links', Link);
    this.#bodyOptions = bodyOptions;
    this.#acceptPublishResponse = acceptPublishResponse;
  }

  /** Reads one page. Default: the first page. */
  list(query?: LinkQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#links.list(query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  listAll(query?: LinkQuery, options?: CallOptions) {
    return this.#links.listAll(query, options);
  }

  /** Reads one item. @throws ApiError with status 404 for an unknown id. */
  get(id: string, options?: CallOptions) {
    return this.#links.get(id, options);
  }

  /**
   * Creates a draft. Returns MyTPE's response, which omits some fields; `get` returns all of them. Not idempotent: if
   * `outcome` is `unknown`, look for the draft before you create another one.
   * @throws InvalidInputError before anything is sent.
   */
  create(input: LinkInput, options?: CallOptions): Promise<Link> {
    return this.#transport.run(options, async (send) => {
      const body = newLinkBody(input, this.#bodyOptions());
      return await send({ role: 'write', method: 'POST', path: '/links', body, response: enveloped(Link) });
    });
  }

  /**
   * Updates a link and reads it back. If the changes contain fields other than title, description and metadata, the
   * client reads the link first.
   * @throws InvalidInputError before anything is changed, also if the link was paid and these fields can no longer
   *   change.
   */
  update(id: string, changes: LinkChanges, options?: CallOptions): Promise<Link> {
    return this.#transport.run(options, async (send) => {
      const body = linkChangesBody(changes, this.#bodyOptions());
      const frozen = frozenFields(changes);
      if (frozen.length > 0) rejectWhenPaid(await send(this.#links.reading(id, 'check')), frozen);
      await send({ role: 'write', method: 'PUT', path: this.#links.pathOf(id), body, response: 'ignored' });
      return await send(this.#links.reading(id, 'confirm'));
    });
  }

  /**
   * Publishes a draft (`draft` → `active`). Reads the link afterwards, unless `acceptPublishResponse` makes that
   * unnecessary.
   */
  publish(id: string, options?: CallOptions): Promise<PublishedLink> {
    if (!this.#acceptPublishResponse) return this.#act(id, 'publish', options);
    return this.#transport.run(options, async (send) => {
      const response = enveloped(Link);
      const link = await send({ ...this.#acting(id, 'publish'), response }).catch(unlessMisshapen);
      if (link?.id === id && link.status === 'active') return { ...link, unconfirmed: true };
      return await this.#readMoved(send, id, 'publish');
    });
  }

  /** Pauses a link (`active` → `paused`). */
  pause(id: string, options?: CallOptions): Promise<Link> {
    return this.#act(id, 'pause', options);
  }

  /** Resumes a link (`paused` → `active`). */
  resume(id: string, options?: CallOptions): Promise<Link> {
    return this.#act(id, 'resume', options);
  }

  /** Archives a link permanently (→ `archived`). */
  archive(id: string, options?: CallOptions): Promise<Link> {
    return this.#act(id, 'archive', options);
  }

  /**
   * Sends an action and reads the link afterwards. MyTPE does not document the response to an action, so the client
   * ignores it.
   */
  #act(id: string, action: Action, options: CallOptions | undefined): Promise<Link> {
    return this.#transport.run(options, async (send) => {
      await send({ ...this.#acting(id, action), response: 'ignored' });
      return await this.#readMoved(send, id, action);
    });
  }

  #acting(id: string, action: Action) {
    return { role: 'write', method: 'POST', path: `${this.#links.pathOf(id)}/${action}` } as const;
  }

  async #readMoved(send: Send, id: string, action: Action): Promise<Link> {
    const link = await send(this.#links.reading(id, 'confirm'));
    const unmoved: readonly string[] = STATUSES_BEFORE[action];
    if (unmoved.includes(link.status)) throw new NotAppliedError(action, id, link.status);
    return link;
  }
}

/** Ignores a 2xx response that does not contain a complete link. */
function unlessMisshapen(error: unknown): undefined {
  if (!(error instanceof ResponseShapeError)) throw error;
}

function rejectWhenPaid({ paid_count }: Link, fields: readonly string[]): void {
  if (paid_count === 0) return;
  const rule = 'cannot change after a payment: archive the link and create a new one';
  throw new InvalidInputError('link changes', Object.fromEntries(fields.map((field) => [field, [rule]])));
}
