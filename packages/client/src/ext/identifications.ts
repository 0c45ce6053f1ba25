import type { CallOptions, Transport } from '../transport/transport.ts';
import type { Open } from '../wire/fields.ts';
import { Collection, type ListQuery } from './collection.ts';
import { Identification } from './identification.ts';
import {
  IDENTIFICATION_FILES,
  type IdentificationChanges,
  type IdentificationInput,
  IdentificationPatch,
  NewIdentification,
} from './identification-input.ts';
import type { KycStatus } from './kyc-status.ts';
import { deleteItem } from './delete-item.ts';
import { formOf, readChanges, readSubmission } from './submission.ts';
import type { Updates } from './updates.ts';

export interface IdentificationQuery extends ListQuery {
  readonly status?: Open<KycStatus> | undefined;
  readonly establishment_type_id?: string | undefined;
  readonly sort_by?: Open<'created_at' | 'name' | 'status'> | undefined;
}

/** KYC dossiers (`/identifications`). Every failed write carries its `outcome`. */
export class Identifications {
  readonly #transport: Transport;
  readonly #identifications: Collection<Identification, IdentificationQuery>;
  readonly #updates: Updates;

  constructor(transport: Transport, updates: Updates) {
    this.#transport = transport;
    this.#identifications = new Collection(transport, '/identifications', Identification);
    this.#updates = updates;
  }

  list(query?: IdentificationQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#identifications.list(query, options);
  }

  listAll(query?: IdentificationQuery, options?: CallOptions) {
    return this.#identifications.listAll(query, options);
  }

  get(id: string, options?: CallOptions) {
    return this.#identifications.get(id, options);
  }

  /**
   * Hands in a dossier, `pending` at first, and reads it back. MyTPE makes a brand of the same name along with it. Not
   * idempotent: after an error whose `outcome` is `unknown`, list with `search` before creating another.
   * @throws InvalidInputError before anything is sent, the file included.
   */
  create(input: IdentificationInput, options?: CallOptions): Promise<Identification> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { what: 'new identification', schema: NewIdentification, rules: IDENTIFICATION_FILES };
      const body = formOf(await readSubmission(form, input, signal));
      const { id } = await send(this.#identifications.creating(body));
      return await send(this.#identifications.reading(id, 'confirm'));
    });
  }

  /**
   * Changes a dossier and reads it back. Ask before changing an accepted one: it may return to `pending`, which keeps it
   * from backing new instances.
   * @throws InvalidInputError before anything is sent; NotAppliedError when MyTPE accepted the change and ignored it.
   */
  update(id: string, changes: IdentificationChanges, options?: CallOptions): Promise<Identification> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { what: 'identification changes', schema: IdentificationPatch, rules: IDENTIFICATION_FILES };
      const submission = await readChanges(form, changes, signal);
      return await this.#updates.apply(send, {
        kind: 'identification',
        id,
        items: this.#identifications,
        submission,
        alwaysParts: true,
        hasFile: ({ has_file }) => has_file !== false,
      });
    });
  }

  /** Resolves also when there was none. MyTPE refuses while a brand, a bank account or an instance depends on it. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#identifications.pathOf(id)));
  }
}
