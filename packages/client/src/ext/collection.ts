import { z } from 'zod';

import { type ApiRequest, type Role, pathSegment } from '../transport/api-request.ts';
import { Listing, type PageQuery } from '../transport/listing.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { type Page, enveloped, paged } from '../wire/envelope.ts';
import { Id } from '../wire/fields.ts';

/** Understood by every list of ext. */
export interface ListQuery extends PageQuery {
  readonly search?: string | undefined;
  /** The allowed fields are documented for identifications only; elsewhere a 422 may answer. */
  readonly sort_by?: string | undefined;
  readonly sort_dir?: 'asc' | 'desc' | undefined;
}

const Created = z.object({ id: Id });

/** Reading a kind of resource: one, a page, or all. */
export class Collection<Item extends { readonly id: string }, Filter extends object> {
  readonly #transport: Transport;
  readonly #path: string;
  readonly #one: z.ZodType<Item>;
  readonly #many: Listing<Item, Filter & ListQuery>;

  constructor(transport: Transport, path: string, item: z.ZodType<Item>) {
    this.#transport = transport;
    this.#path = path;
    this.#one = enveloped(item);
    this.#many = new Listing(transport, paged(item));
  }

  /** @throws ApiError 404 for an id that is unknown, or another trader's. */
  get(id: string, options?: CallOptions): Promise<Item> {
    return this.#transport.run(options, async (send) => await send(this.reading(id, 'read')));
  }

  /** One page, the first unless `page` says otherwise. */
  list(query?: Filter & ListQuery & { readonly page?: number }, options?: CallOptions): Promise<Page<Item>> {
    return this.#many.page(this.#path, query, options);
  }

  /**
   * Every item, page after page as they are asked for. `deadlineMs` holds for each page. A list that changes while it is
   * read may repeat items: each id is given once.
   */
  listAll(query?: Filter & ListQuery, options?: CallOptions): AsyncGenerator<Item, void> {
    return this.#many.all(this.#path, query, options);
  }

  /** The request that reads one item, for operations that consist of several. */
  reading(id: string, role: Role): ApiRequest<Item> {
    return { role, method: 'GET', path: this.pathOf(id), answer: this.#one };
  }

  /** The request that makes one item. Of its answer only the id is used: MyTPE leaves out some of what it was sent. */
  creating(body: ApiRequest<unknown>['body']): ApiRequest<{ readonly id: string }> {
    return { role: 'write', method: 'POST', path: this.#path, body, answer: enveloped(Created) };
  }

  pathOf(id: string): string {
    return `${this.#path}/${pathSegment(id)}`;
  }
}
