import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { NotAppliedError } from '../errors/not-applied-error.ts';
import { ResponseShapeError } from '../errors/response-shape-error.ts';
import type { Send } from '../transport/api-request.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped } from '../wire/envelope.ts';
import type { Open } from '../wire/fields.ts';
import { Collection, type ListQuery } from './collection.ts';
import {
  type LinkChanges,
  type LinkInput,
  type LinkWriting,
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

/** The statuses that each action leads out of: a link still in one of them has not moved. */
const LEADS_OUT_OF = {
  publish: ['draft'],
  pause: ['active'],
  resume: ['paused'],
  archive: ['draft', 'active', 'paused'],
} as const;
type Action = keyof typeof LEADS_OUT_OF;

/** A link after its publication. */
export type PublishedLink = Link & {
  /** `true` if this is MyTPE's response to the publication, which `acceptPublishResponse` allows: read the link soon. */
  readonly unconfirmed?: true;
};

/** Payment links (`/links`). Every failed write carries its `outcome`. */
export class Links {
  readonly #transport: Transport;
  readonly #links: Collection<Link, LinkQuery>;
  readonly #writing: () => LinkWriting;
  readonly #acceptPublishResponse: boolean;

  constructor(transport: Transport, writing: () => LinkWriting, acceptPublishResponse: boolean) {
    this.#transport = transport;
    this.#links = new Collection(transport, '/links', Link);
    this.#writing = writing;
    this.#acceptPublishResponse = acceptPublishResponse;
  }

  list(query?: LinkQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#links.list(query, options);
  }

  listAll(query?: LinkQuery, options?: CallOptions) {
    return this.#links.listAll(query, options);
  }

  get(id: string, options?: CallOptions) {
    return this.#links.get(id, options);
  }

  /**
   * Creates a draft. Resolves with MyTPE's own answer, which leaves out some of the fields it was sent: `get` has them
   * all. Not idempotent: after an error whose `outcome` is `unknown`, look for the draft before creating another.
   * @throws InvalidInputError before anything is sent.
   */
  create(input: LinkInput, options?: CallOptions): Promise<Link> {
    return this.#transport.run(options, async (send) => {
      const body = newLinkBody(input, this.#writing());
      return await send({ role: 'write', method: 'POST', path: '/links', body, answer: enveloped(Link) });
    });
  }

  /**
   * Changes a link and reads it back. Anything but title, description and metadata is first checked against the link as
   * it is now.
   * @throws InvalidInputError before anything is changed: when the link was already paid and may not change like that.
   */
  update(id: string, changes: LinkChanges, options?: CallOptions): Promise<Link> {
    return this.#transport.run(options, async (send) => {
      const body = linkChangesBody(changes, this.#writing());
      const frozen = frozenFields(changes);
      if (frozen.length > 0) refuseWhenPaid(await send(this.#links.reading(id, 'check')), frozen);
      await send({ role: 'write', method: 'PUT', path: this.#links.pathOf(id), body, answer: 'ignored' });
      return await send(this.#links.reading(id, 'confirm'));
    });
  }

  /** `draft` → `active`. Reads the link afterwards, unless `acceptPublishResponse` makes that unnecessary. */
  publish(id: string, options?: CallOptions): Promise<PublishedLink> {
    if (!this.#acceptPublishResponse) return this.#act(id, 'publish', options);
    return this.#transport.run(options, async (send) => {
      const answer = enveloped(Link);
      const link = await send({ ...this.#acting(id, 'publish'), answer }).catch(unlessMisshapen);
      if (link?.id === id && link.status === 'active') return { ...link, unconfirmed: true };
      return await this.#readMoved(send, id, 'publish');
    });
  }

  /** `active` → `paused`. */
  pause(id: string, options?: CallOptions): Promise<Link> {
    return this.#act(id, 'pause', options);
  }

  /** `paused` → `active`. */
  resume(id: string, options?: CallOptions): Promise<Link> {
    return this.#act(id, 'resume', options);
  }

  /** → `archived`, for good. */
  archive(id: string, options?: CallOptions): Promise<Link> {
    return this.#act(id, 'archive', options);
  }

  /** What an action answers is not documented, so whatever it is, the link read afterwards decides. */
  #act(id: string, action: Action, options: CallOptions | undefined): Promise<Link> {
    return this.#transport.run(options, async (send) => {
      await send({ ...this.#acting(id, action), answer: 'ignored' });
      return await this.#readMoved(send, id, action);
    });
  }

  #acting(id: string, action: Action) {
    return { role: 'write', method: 'POST', path: `${this.#links.pathOf(id)}/${action}` } as const;
  }

  async #readMoved(send: Send, id: string, action: Action): Promise<Link> {
    const link = await send(this.#links.reading(id, 'confirm'));
    const unmoved: readonly string[] = LEADS_OUT_OF[action];
    if (unmoved.includes(link.status)) throw new NotAppliedError(action, id, link.status);
    return link;
  }
}

/** Ignores a 2xx response that holds no whole link. */
function unlessMisshapen(error: unknown): undefined {
  if (!(error instanceof ResponseShapeError)) throw error;
}

function refuseWhenPaid({ paid_count }: Link, fields: readonly string[]): void {
  if (paid_count === 0) return;
  const rule = 'cannot change after a payment: archive the link and make a new one';
  throw new InvalidInputError('link changes', Object.fromEntries(fields.map((field) => [field, [rule]])));
}
