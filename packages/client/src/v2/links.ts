import { z } from 'zod';

import { ApiError, InvalidInputError } from '../errors.ts';
import { deleteItem } from '../ext/collection.ts';
import { readChanges, readSubmission } from '../ext/submission.ts';
import { type ApiRequest, type Role, type Send, pathSegment } from '../transport/api-request.ts';
import { Listing, type PageQuery } from '../transport/listing.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped, paginated } from '../wire/envelope.ts';
import { LinkForms } from './link-form.ts';
import { NEW_V2_LINK, type V2LinkChanges, type V2LinkInput, V2_LINK_CHANGES } from './link-input.ts';
import { rejectUnchangeable } from './link-rules.ts';
import { V2Link, V2LinkSummary } from './link.ts';
import { type SlugOptions, withSlug } from './slug.ts';
import { rejectOtherTerms, rejectUnapplied } from './terms.ts';
import { Toggle } from './toggle.ts';

/** Payment links of v2. The error of a failed write has an `outcome`. */
export class V2Links {
  readonly #transport: Transport;
  readonly #random: () => number;
  readonly #listing: Listing<V2LinkSummary, PageQuery>;
  readonly #forms = new LinkForms();
  readonly #toggle = new Toggle();

  constructor(transport: Transport, random: () => number) {
    this.#transport = transport;
    this.#random = random;
    this.#listing = new Listing(transport, paginated(V2LinkSummary));
  }

  /**
   * Reads one page of an instance's links. The items have fewer fields than the result of `get`, and no `payment_link`.
   */
  async list(instanceId: string, query?: PageQuery & { readonly page?: number }, options?: CallOptions) {
    return await this.#listing.page(listPath(instanceId), query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  async *listAll(instanceId: string, query?: PageQuery, options?: CallOptions) {
    yield* this.#listing.all(listPath(instanceId), query, options);
  }

  /** Reads a link. @throws ApiError with status 404 for an unknown id, or the id of another trader. */
  get(id: string, options?: CallOptions): Promise<V2Link> {
    return this.#transport.run(options, async (send) => await send(reading(id, 'read')));
  }

  /**
   * Returns the complete link with this slug, or `undefined` if the instance has none. Call it after a create whose
   * `outcome` is `unknown`. Reads the list until the link is found. `deadlineMs` applies to each page.
   */
  async findBySlug(instanceId: string, slug: string, options?: CallOptions): Promise<V2Link | undefined> {
    for await (const item of this.listAll(instanceId, {}, options)) {
      if (item.slug !== undefined && item.slug !== slug) continue;
      const link = await this.get(item.id, options);
      if (link.slug === slug) return link;
    }
    return undefined;
  }

  /**
   * Creates a link, which can be paid immediately. Not idempotent: if `outcome` is `unknown`, look for its slug with
   * `findBySlug` and use the link that you find. If a second create then reports that the slug is taken, look again.
   *
   * Without a `slug`, the client generates one. If the slug is taken, it generates another one, up to three in total.
   * It calls `onSlug` before it sends each of them. A `slug` from the caller is sent unchanged and never replaced.
   * @throws InvalidInputError before anything is sent; DifferentTermsError if MyTPE created a link with different
   *   terms.
   */
  create(input: V2LinkInput, options?: CallOptions & SlugOptions): Promise<V2Link> {
    return this.#transport.run(options, async (send, signal) => {
      const submission = await readSubmission(NEW_V2_LINK, input, signal);
      const link = await withSlug({ ...input, random: this.#random, onSlug: options?.onSlug, signal }, async (slug) => {
        const fields = { ...submission.fields, slug };
        const form = { path: '/links/store', isChange: false, submission: { ...submission, fields } };
        return await this.#forms.post(send, { ...form, response: enveloped(V2Link) });
      });
      rejectOtherTerms(input, link);
      return link;
    });
  }

  /**
   * Updates a link and reads it back. A `one_shot` link never changes. A closed `limited` link can only change together
   * with a higher `max_payments`, which reopens it.
   * @throws InvalidInputError if the link cannot change like this in its current state. NotAppliedError if MyTPE
   *   accepted the changes but ignored them.
   */
  update(id: string, changes: V2LinkChanges, options?: CallOptions): Promise<V2Link> {
    return this.#transport.run(options, async (send, signal) => {
      const submission = await readChanges(V2_LINK_CHANGES, changes, signal);
      const path = `/links/update/${pathSegment(id)}`;
      const before = await send(reading(id, 'check'));
      rejectUnchangeable(before, changes);
      await this.#forms.post(send, { path, isChange: true, submission, response: 'ignored' });
      const after = await send(reading(id, 'confirm'));
      rejectUnapplied(changes, before, after);
      return after;
    });
  }

  /**
   * Activates or deactivates a link, and reads it back. MyTPE can only toggle the status, so the client reads the link
   * first and toggles it only if necessary. Concurrent calls for one link run one after the other. Safe to repeat, also
   * after an `unknown` outcome.
   * @throws InvalidInputError for a link that is neither `active` nor `inactive`. NotAppliedError if the status did not
   *   change.
   */
  setActive(id: string, active: boolean, options?: CallOptions): Promise<V2Link> {
    return this.#transport.run(options, async (send, signal) => {
      const request = { path: `${pathOf(id)}/toggle-status`, reading: (role: Role) => reading(id, role) };
      return await this.#toggle.set(send, { id, ...request, status: active ? 'active' : 'inactive', signal });
    });
  }

  /**
   * Deletes a link without payment attempts. Succeeds if the link does not exist.
   * @throws InvalidInputError if it has transactions, including failed ones. Deactivate the link instead.
   */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => {
      await rejectWithTransactions(send, id);
      await deleteItem(send, pathOf(id));
    });
  }
}

function listPath(instanceId: string): string {
  return `/${pathSegment(instanceId)}/links`;
}

function pathOf(id: string): string {
  return `/links/${pathSegment(id)}`;
}

function reading(id: string, role: Role): ApiRequest<V2Link> {
  return { role, method: 'GET', path: pathOf(id), response: enveloped(V2Link) };
}

async function rejectWithTransactions(send: Send, id: string): Promise<void> {
  const response = paginated(z.unknown());
  const path = `${pathOf(id)}/transactions`;
  const found = await send({ role: 'check', method: 'GET', path, query: { per_page: '1' }, response }).catch(noneIf404);
  const count = found === undefined ? 0 : Math.max(found.meta.total, found.data.length);
  if (count === 0) return;
  const problem = `it has ${count}, including failed ones: deactivate it instead (setActive)`;
  throw new InvalidInputError(`link ${id} cannot be deleted`, { transactions: [problem] });
}

function noneIf404(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 404) return undefined;
  throw error;
}
