import { z } from 'zod';

import { ApiError } from '../errors.ts';
import type { Page } from '../wire/envelope.ts';
import { checkedInput } from '../wire/input-fields.ts';
import type { Send } from './api-request.ts';
import type { CallOptions, Transport } from './transport.ts';

/** The page size of a list. */
export interface PageQuery {
  /** Default: 50. If MyTPE rejects 50, the default becomes 15. */
  readonly per_page?: number | undefined;
}

const QueryText = z.string().max(255);
const Query = z
  .looseObject({ sort_dir: z.enum(['asc', 'desc']), per_page: z.int().min(1).max(1_000), page: z.int().min(1) })
  .partial()
  .catchall(QueryText.optional());

const PREFERRED_PAGE_SIZE = 50;
const DOCUMENTED_PAGE_SIZE = 15;

/** Reads lists of one kind of item, page by page or completely. */
export class Listing<Item extends { readonly id: string }, Filter extends PageQuery> {
  readonly #transport: Transport;
  readonly #response: z.ZodType<Page<Item>>;
  #pageSize = PREFERRED_PAGE_SIZE;

  constructor(transport: Transport, response: z.ZodType<Page<Item>>) {
    this.#transport = transport;
    this.#response = response;
  }

  /** Reads one page of the list at `path`. Default: the first page. */
  page(path: string, query?: Filter & { readonly page?: number }, options?: CallOptions): Promise<Page<Item>> {
    return this.#transport.run(options, async (send) => await this.#page(send, path, query ?? {}));
  }

  /**
   * Yields every item. Reads the next page when it is needed. `deadlineMs` applies to each page. Yields each id once,
   * even if the list changes between two pages.
   */
  async *all(path: string, query?: Filter, options?: CallOptions): AsyncGenerator<Item, void> {
    const seen = new Set<string>();
    for (let page = 1; ; page += 1) {
      const { data, meta } = await this.page(path, { ...(query as Filter), page }, options);
      for (const item of data) {
        if (seen.has(item.id)) continue;
        seen.add(item.id);
        yield item;
      }
      // The client counts pages too, so that the loop ends if the server ignores `page`.
      if (data.length === 0 || Math.max(page, meta.current_page) >= meta.last_page) return;
    }
  }

  async #page(send: Send, path: string, query: PageQuery): Promise<Page<Item>> {
    const fetchPage = (per_page: number) => {
      const parameters = queryParameters({ ...query, per_page });
      return send({ role: 'read', method: 'GET', path, query: parameters, response: this.#response });
    };
    if (query.per_page !== undefined) return fetchPage(query.per_page);
    try {
      return await fetchPage(this.#pageSize);
    } catch (error) {
      if (this.#pageSize === DOCUMENTED_PAGE_SIZE || !isAboutPageSize(error)) throw error;
      const page = await fetchPage(DOCUMENTED_PAGE_SIZE);
      this.#pageSize = DOCUMENTED_PAGE_SIZE;
      return page;
    }
  }
}

/** Returns `true` if a smaller page could help. A 422 about other fields would be the same with smaller pages. */
function isAboutPageSize(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status !== 422) return false;
  return 'per_page' in error.fields || Object.keys(error.fields).length === 0;
}

function queryParameters(query: object): Record<string, string> {
  const given = Object.entries(checkedInput(Query, 'list query', query)).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
