import { z } from 'zod';

import { type TextResponse, pathSegment } from '../transport/api-request.ts';
import { Listing, type PageQuery } from '../transport/listing.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped, paginated } from '../wire/envelope.ts';
import type { Open } from '../wire/fields.ts';
import { checkedInput } from '../wire/input-fields.ts';
import { V2CheckedTransaction, V2Transaction, type V2TransactionStatus } from './transaction.ts';

export interface V2TransactionQuery extends PageQuery {
  readonly status?: Open<V2TransactionStatus> | undefined;
}

/** The body of a check. */
const Check = z.strictObject({ order_number: z.string().min(1).max(255) });
const Export = z.strictObject({ status: z.string().max(255).optional() });

const MAX_CSV_BYTES = 50 * 1024 * 1024;

/** MyTPE does not document the columns, so the client only rejects an HTML page or JSON instead of CSV. */
const CSV: TextResponse<string> = {
  accept: 'text/csv',
  maxBytes: MAX_CSV_BYTES,
  parse: (text) => (/^\s*[<{]/.test(text) ? undefined : text),
};

/** Attempts to pay links of v2. They contain payers' names, emails and phone numbers. */
export class V2Transactions {
  readonly #transport: Transport;
  readonly #listing: Listing<V2Transaction, V2TransactionQuery>;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#listing = new Listing(transport, paginated(V2Transaction));
  }

  /** Reads one page of a link's transactions, including failed ones unless you filter by `status`. */
  async list(linkId: string, query?: V2TransactionQuery & { readonly page?: number }, options?: CallOptions) {
    return await this.#listing.page(pathOf(linkId), query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  async *listAll(linkId: string, query?: V2TransactionQuery, options?: CallOptions) {
    yield* this.#listing.all(pathOf(linkId), query, options);
  }

  /** Reads one page of the latest transactions of all instances. */
  listRecent(query?: PageQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#listing.page(RECENT, query, options);
  }

  /** Yields the latest transactions of all instances. */
  listAllRecent(query?: PageQuery, options?: CallOptions) {
    return this.#listing.all(RECENT, query, options);
  }

  /**
   * Makes MyTPE check a transaction with the gateway and update its record. Safe to repeat.
   * @throws ApiError with status 404 for an unknown order number.
   */
  check(orderNumber: string, options?: CallOptions): Promise<V2CheckedTransaction> {
    return this.#transport.run(options, async (send) => {
      const body = JSON.stringify(checkedInput(Check, 'transaction', { order_number: orderNumber }));
      const response = enveloped(V2CheckedTransaction);
      return await send({ role: 'write', method: 'POST', path: '/links/transaction/check', body, response });
    });
  }

  /** Exports a link's transactions as CSV text of at most 50 MiB. MyTPE does not document the columns. */
  exportCsv(linkId: string, query?: { readonly status?: V2TransactionQuery['status'] }, options?: CallOptions) {
    return this.#transport.run(options, async (send) => {
      const { status } = checkedInput(Export, 'export query', query ?? {});
      const path = `/links/${pathSegment(linkId)}/export-transactions`;
      return await send({ role: 'read', method: 'GET', path, ...(status && { query: { status } }), response: CSV });
    });
  }
}

const RECENT = '/transaction/recent';

function pathOf(linkId: string): string {
  return `/links/${pathSegment(linkId)}/transactions`;
}
