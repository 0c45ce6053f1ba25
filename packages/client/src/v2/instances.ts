import { z } from 'zod';

import { NotAppliedError } from '../errors.ts';
import { type SubmissionForm, formOf, readChanges } from '../ext/submission.ts';
import { Listing, type PageQuery } from '../transport/listing.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped, paginated } from '../wire/envelope.ts';
import { InputId, checkedInput, inputText } from '../wire/input-fields.ts';
import { V2ChangedInstance, V2Instance, V2Stats } from './instance.ts';

const Changes = z
  .strictObject({ name: inputText(191), default_inactivity_timeout_minutes: z.int().min(1).max(525_600) })
  .partial();

/**
 * Changes to an instance: its `name`, or the default inactivity timeout of its `one_shot` and `limited` links (1 to
 * 525,600 minutes). A link's own timeout has precedence. MyTPE documents the effect on existing links only in part. If
 * it matters, set the timeout of the link.
 */
export type V2InstanceChanges = z.input<typeof Changes>;

const CHANGES: SubmissionForm = {
  subject: 'instance changes',
  schema: Changes.transform((changes) => {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
  }),
};

/** The base URL without a trailing slash, because Laravel often redirects the URL with a slash. */
const ALL = '';

const Target = z.object({ id: InputId });

/**
 * Instances of v2. They are created in MyTPE's dashboard only. Credentials may have access to one or several instances,
 * so let the user choose.
 */
export class V2Instances {
  readonly #transport: Transport;
  readonly #listing: Listing<V2Instance, PageQuery>;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#listing = new Listing(transport, paginated(V2Instance));
  }

  /** Reads one page. Default: the first page. */
  list(query?: PageQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#listing.page(ALL, query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  listAll(query?: PageQuery, options?: CallOptions) {
    return this.#listing.all(ALL, query, options);
  }

  /** Reads one page of the instances that can create links and take payments. */
  listActive(query?: PageQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#listing.page('/active', query, options);
  }

  /** Yields all active instances. */
  listAllActive(query?: PageQuery, options?: CallOptions) {
    return this.#listing.all('/active', query, options);
  }

  /**
   * Updates an instance. Returns MyTPE's response, which does not contain the timeout.
   * @throws InvalidInputError before anything is sent; NotAppliedError if the response contains another name.
   */
  update(id: string, changes: V2InstanceChanges, options?: CallOptions): Promise<V2ChangedInstance> {
    return this.#transport.run(options, async (send, signal) => {
      const body = formOf(await readChanges(CHANGES, changes, signal), checkedInput(Target, 'instance', { id }));
      const response = enveloped(V2ChangedInstance);
      const changed = await send({ role: 'write', method: 'POST', path: '/update', body, response });
      const { name = changed.name } = changes;
      if (changed.name && changed.name.trim() !== name?.trim()) {
        throw new NotAppliedError('update', id, undefined, 'instance');
      }
      return changed;
    });
  }

  /** Returns totals over all instances. */
  stats(options?: CallOptions): Promise<V2Stats> {
    return this.#transport.run(options, async (send) => {
      return await send({ role: 'read', method: 'GET', path: '/stats', response: enveloped(V2Stats) });
    });
  }
}
