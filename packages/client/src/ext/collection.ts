import { z } from 'zod';

import { ApiError } from '../errors.ts';
import { type ApiRequest, type Role, type Send, pathSegment } from '../transport/api-request.ts';
import { Listing, type PageQuery } from '../transport/listing.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { type Page, enveloped, paged } from '../wire/envelope.ts';
import { Id } from '../wire/fields.ts';

/** The query parameters of every list of ext. */
export interface ListQuery extends PageQuery {
  readonly search?: string | undefined;
  /** MyTPE documents the sortable fields for identifications only. Other lists may return 422. */
  readonly sort_by?: string | undefined;
  readonly sort_dir?: 'asc' | 'desc' | undefined;
}

const Created = z.object({ id: Id });

/** Reads one kind of resource: a single item, a page or all items. */
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

  /** Reads one item. @throws ApiError with status 404 for an unknown id, or the id of another trader. */
  get(id: string, options?: CallOptions): Promise<Item> {
    return this.#transport.run(options, async (send) => await send(this.reading(id, 'read')));
  }

  /** Reads one page. Default: the first page. */
  list(query?: Filter & ListQuery & { readonly page?: number }, options?: CallOptions): Promise<Page<Item>> {
    return this.#many.page(this.#path, query, options);
  }

  /**
   * Yields every item. Reads the next page when it is needed. `deadlineMs` applies to each page. Yields each id once,
   * even if the list changes between two pages.
   */
  listAll(query?: Filter & ListQuery, options?: CallOptions): AsyncGenerator<Item, void> {
    return this.#many.all(this.#path, query, options);
  }

  /** Returns the request that reads one item, for operations with several requests. */
  reading(id: string, role: Role): ApiRequest<Item> {
    return { role, method: 'GET', path: this.pathOf(id), response: this.#one };
  }

  /**
   * Returns the request that creates one item. It uses only the id of the response, because MyTPE's response omits
   * fields.
   */
  creating(body: ApiRequest<unknown>['body']): ApiRequest<{ readonly id: string }> {
    return { role: 'write', method: 'POST', path: this.#path, body, response: enveloped(Created) };
  }

  pathOf(id: string): string {
    return `${this.#path}/${pathSegment(id)}`;
  }
}

/** Deletes the item at `path`. Succeeds on any 2xx response, and on 404 because the item does not exist. */
export async function deleteItem(send: Send, path: string): Promise<void> {
  try {
    await send({ role: 'write', method: 'DELETE', path, response: 'ignored' });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}
