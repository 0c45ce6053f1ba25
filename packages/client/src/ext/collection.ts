import { z } from 'zod';

import { ApiError } from '../errors/api-error.ts';
import { type ApiRequest, type Role, type Send, pathSegment } from '../transport/api-request.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { type Page, enveloped, paged } from '../wire/envelope.ts';
import { Id } from '../wire/fields.ts';
import { checkedInput } from '../wire/input-fields.ts';

/** Understood by every list of ext. */
export interface ListQuery {
  readonly search?: string | undefined;
  /** The allowed fields are documented for identifications only; elsewhere a 422 may answer. */
  readonly sort_by?: string | undefined;
  readonly sort_dir?: 'asc' | 'desc' | undefined;
  /** Default 50, and 15 from then on when MyTPE refuses 50. */
  readonly per_page?: number | undefined;
}

const QueryText = z.string().max(255);
const Query = z
  .looseObject({ sort_dir: z.enum(['asc', 'desc']), per_page: z.int().min(1).max(1_000), page: z.int().min(1) })
  .partial()
  .catchall(QueryText.optional());

const Created = z.object({ id: Id });

const PREFERRED_PAGE_SIZE = 50;
const DOCUMENTED_PAGE_SIZE = 15;

/** Reading a kind of resource: one, a page, or all. */
export class Collection<Item extends { readonly id: string }, Filter extends object> {
  readonly #transport: Transport;
  readonly #path: string;
  readonly #one: z.ZodType<Item>;
  readonly #many: z.ZodType<Page<Item>>;
  #pageSize = PREFERRED_PAGE_SIZE;

  constructor(transport: Transport, path: string, item: z.ZodType<Item>) {
    this.#transport = transport;
    this.#path = path;
    this.#one = enveloped(item);
    this.#many = paged(item);
  }

  /** @throws ApiError 404 for an id that is unknown, or another trader's. */
  get(id: string, options?: CallOptions): Promise<Item> {
    return this.#transport.run(options, async (send) => await send(this.reading(id, 'read')));
  }

  /** One page, the first unless `page` says otherwise. */
  list(query?: Filter & ListQuery & { readonly page?: number }, options?: CallOptions): Promise<Page<Item>> {
    return this.#transport.run(options, async (send) => await this.#page(send, query ?? {}));
  }

  /**
   * Every item, page after page as they are asked for. `deadlineMs` holds for each page. A list that changes while it is
   * read may repeat items: each id is given once.
   */
  async *listAll(query?: Filter & ListQuery, options?: CallOptions): AsyncGenerator<Item, void> {
    const seen = new Set<string>();
    for (let page = 1; ; page += 1) {
      const { data, meta } = await this.list({ ...(query as Filter & ListQuery), page }, options);
      for (const item of data) {
        if (seen.has(item.id)) continue;
        seen.add(item.id);
        yield item;
      }
      // Our own count too: a server that ignores `page` would otherwise be read for ever.
      if (data.length === 0 || Math.max(page, meta.current_page) >= meta.last_page) return;
    }
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

  async #page(send: Send, query: object & { per_page?: number | undefined }): Promise<Page<Item>> {
    const ask = (per_page: number) =>
      send({
        role: 'read',
        method: 'GET',
        path: this.#path,
        query: queryParameters({ ...query, per_page }),
        answer: this.#many,
      });
    if (query.per_page !== undefined) return ask(query.per_page);
    try {
      return await ask(this.#pageSize);
    } catch (error) {
      if (this.#pageSize === DOCUMENTED_PAGE_SIZE || !isAboutPageSize(error)) throw error;
      const page = await ask(DOCUMENTED_PAGE_SIZE);
      this.#pageSize = DOCUMENTED_PAGE_SIZE;
      return page;
    }
  }
}

/** A 422 that names other fields only would be the same with smaller pages. */
function isAboutPageSize(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status !== 422) return false;
  return 'per_page' in error.fields || Object.keys(error.fields).length === 0;
}

function queryParameters(query: object): Record<string, string> {
  const given = Object.entries(checkedInput(Query, 'list query', query)).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
