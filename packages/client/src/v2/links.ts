import { z } from 'zod';

import { ApiError } from '../errors/api-error.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { deleteItem } from '../ext/delete-item.ts';
import { readChanges, readSubmission } from '../ext/submission.ts';
import { type ApiRequest, type Role, type Send, pathSegment } from '../transport/api-request.ts';
import { Listing, type PageQuery } from '../transport/listing.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped } from '../wire/envelope.ts';
import { refuseUnapplied } from './applied.ts';
import { LinkForms } from './link-form.ts';
import { NEW_V2_LINK, V2_LINK_CHANGES, type V2LinkChanges, type V2LinkInput } from './link-input.ts';
import { refuseUnchangeable } from './link-rules.ts';
import { V2Link, V2LinkSummary } from './link.ts';
import { paginated } from './paginator.ts';
import { type SlugOptions, withSlug } from './slug-attempts.ts';
import { refuseOtherTerms } from './terms.ts';
import { Toggle } from './toggle.ts';

/** Payment links of v2. Every failed write carries its `outcome`. */
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

  /** Of one instance. The items have fewer fields than `get` gives; `payment_link` is not among them. */
  async list(instanceId: string, query?: PageQuery & { readonly page?: number }, options?: CallOptions) {
    return await this.#listing.page(listPath(instanceId), query, options);
  }

  async *listAll(instanceId: string, query?: PageQuery, options?: CallOptions) {
    yield* this.#listing.all(listPath(instanceId), query, options);
  }

  /** @throws ApiError 404 for an id that is unknown, or another trader's. */
  get(id: string, options?: CallOptions): Promise<V2Link> {
    return this.#transport.run(options, async (send) => await send(reading(id, 'read')));
  }

  /**
   * The link with this slug, whole; `undefined` when the instance has none. What to ask after a create whose `outcome`
   * is `unknown`. It reads the list until it is found; `deadlineMs` holds for each page.
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
   * Makes a link, which can be paid at once. Not idempotent: after an error whose `outcome` is `unknown`, look for its
   * slug with `findBySlug`, and adopt what is there; should a second create then say that the slug is taken, look again.
   *
   * Without a `slug` it makes one, and another when MyTPE refuses it as taken, three in all; `onSlug` is told each before
   * it is sent. A `slug` that was given is sent as it is and never replaced.
   * @throws InvalidInputError before anything is sent; DifferentTermsError when MyTPE made another link than asked for.
   */
  create(input: V2LinkInput, options?: CallOptions & SlugOptions): Promise<V2Link> {
    return this.#transport.run(options, async (send, signal) => {
      const submission = await readSubmission(NEW_V2_LINK, input, signal);
      const link = await withSlug({ ...input, random: this.#random, onSlug: options?.onSlug, signal }, async (slug) => {
        const fields = { ...submission.fields, slug };
        const form = { path: '/links/store', isChange: false, submission: { ...submission, fields } };
        return await this.#forms.post(send, { ...form, answer: enveloped(V2Link) });
      });
      refuseOtherTerms(input, link);
      return link;
    });
  }

  /**
   * Changes a link and reads it back. A `one_shot` link never changes; a closed `limited` one only together with a higher
   * `max_payments`, which reopens it.
   * @throws InvalidInputError when the link, as it is now, cannot take the changes; NotAppliedError when MyTPE accepted
   * and ignored them.
   */
  update(id: string, changes: V2LinkChanges, options?: CallOptions): Promise<V2Link> {
    return this.#transport.run(options, async (send, signal) => {
      const submission = await readChanges(V2_LINK_CHANGES, changes, signal);
      const path = `/links/update/${pathSegment(id)}`;
      const before = await send(reading(id, 'check'));
      refuseUnchangeable(before, changes);
      await this.#forms.post(send, { path, isChange: true, submission, answer: 'ignored' });
      const after = await send(reading(id, 'confirm'));
      refuseUnapplied(changes, before, after);
      return after;
    });
  }

  /**
   * Switches a link on (`active`) or off (`inactive`), and reads it back. MyTPE can only flip, so the link is read first
   * and flipped only when it differs; calls for one link take turns. Safe to repeat, also after an `unknown` outcome.
   * @throws InvalidInputError for a link that is neither `active` nor `inactive`; NotAppliedError when it did not move.
   */
  setActive(id: string, active: boolean, options?: CallOptions): Promise<V2Link> {
    return this.#transport.run(options, async (send, signal) => {
      const request = { path: `${pathOf(id)}/toggle-status`, reading: (role: Role) => reading(id, role) };
      return await this.#toggle.set(send, { id, ...request, status: active ? 'active' : 'inactive', signal });
    });
  }

  /**
   * Deletes a link that nobody ever tried to pay; resolves also when there was none.
   * @throws InvalidInputError when it has transactions, failed ones included: switch it off instead.
   */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => {
      await refuseWithTransactions(send, id);
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
  return { role, method: 'GET', path: pathOf(id), answer: enveloped(V2Link) };
}

async function refuseWithTransactions(send: Send, id: string): Promise<void> {
  const answer = paginated(z.unknown());
  const path = `${pathOf(id)}/transactions`;
  const found = await send({ role: 'check', method: 'GET', path, query: { per_page: '1' }, answer }).catch(noneIf404);
  const count = found === undefined ? 0 : Math.max(found.meta.total, found.data.length);
  if (count === 0) return;
  const problem = `it has ${count}, failed ones included: switch it off instead (setActive)`;
  throw new InvalidInputError(`link ${id} cannot be deleted`, { transactions: [problem] });
}

function noneIf404(error: unknown): undefined {
  if (error instanceof ApiError && error.status === 404) return undefined;
  throw error;
}
