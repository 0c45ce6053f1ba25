import { z } from 'zod';

import { NotAppliedError } from '../errors/not-applied-error.ts';
import { type SubmissionForm, formOf, readChanges } from '../ext/submission.ts';
import { Listing, type PageQuery } from '../transport/listing.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped } from '../wire/envelope.ts';
import { checkedInput, InputId, inputText } from '../wire/input-fields.ts';
import { V2ChangedInstance, V2Instance, V2Stats } from './instance.ts';
import { paginated } from './paginator.ts';

const Changes = z
  .strictObject({ name: inputText(191), default_inactivity_timeout_minutes: z.int().min(1).max(525_600) })
  .partial();

/**
 * What shall change of an instance: its `name`, or the minutes (1 to 525,600) after which its unpaid `one_shot` and
 * `limited` links expire, unless they have minutes of their own. MyTPE describes what that does to links that exist
 * already only in part: where it matters, set it on the link.
 */
export type V2InstanceChanges = z.input<typeof Changes>;

const CHANGES: SubmissionForm = {
  what: 'instance changes',
  schema: Changes.transform((changes) => {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
  }),
};

/** The base URL itself: with a slash behind it, Laravel commonly redirects. */
const ALL = '';

const Target = z.object({ id: InputId });

/** Instances of v2, which are made in MyTPE's dashboard only. A pair of keys may see one or many: let people choose. */
export class V2Instances {
  readonly #transport: Transport;
  readonly #listing: Listing<V2Instance, PageQuery>;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#listing = new Listing(transport, paginated(V2Instance));
  }

  list(query?: PageQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#listing.page(ALL, query, options);
  }

  listAll(query?: PageQuery, options?: CallOptions) {
    return this.#listing.all(ALL, query, options);
  }

  /** Those that can make links and take payments. */
  listActive(query?: PageQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#listing.page('/active', query, options);
  }

  listAllActive(query?: PageQuery, options?: CallOptions) {
    return this.#listing.all('/active', query, options);
  }

  /**
   * Changes an instance. Resolves with what MyTPE answers, which does not show the minutes.
   * @throws InvalidInputError before anything is sent; NotAppliedError when the answer shows another name.
   */
  update(id: string, changes: V2InstanceChanges, options?: CallOptions): Promise<V2ChangedInstance> {
    return this.#transport.run(options, async (send, signal) => {
      const body = formOf(await readChanges(CHANGES, changes, signal), checkedInput(Target, 'instance', { id }));
      const answer = enveloped(V2ChangedInstance);
      const changed = await send({ role: 'write', method: 'POST', path: '/update', body, answer });
      const { name = changed.name } = changes;
      if (changed.name && changed.name.trim() !== name?.trim()) {
        throw new NotAppliedError('update', id, undefined, 'instance');
      }
      return changed;
    });
  }

  /** Totals over all instances. */
  stats(options?: CallOptions): Promise<V2Stats> {
    return this.#transport.run(options, async (send) => {
      return await send({ role: 'read', method: 'GET', path: '/stats', answer: enveloped(V2Stats) });
    });
  }
}
