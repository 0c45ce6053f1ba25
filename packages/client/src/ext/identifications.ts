import type { CallOptions, Transport } from '../transport/transport.ts';
import type { Open } from '../wire/fields.ts';
import { Collection, type ListQuery, deleteItem } from './collection.ts';
import {
  IDENTIFICATION_FILES,
  Identification,
  type IdentificationChanges,
  type IdentificationInput,
  IdentificationPatch,
  type KycStatus,
  NewIdentification,
} from './identification.ts';
import { formOf, readChanges, readSubmission } from './submission.ts';
import type { Updates } from './updates.ts';

export interface IdentificationQuery extends ListQuery {
  readonly status?: Open<KycStatus> | undefined;
  readonly establishment_type_id?: string | undefined;
  readonly sort_by?: Open<'created_at' | 'name' | 'status'> | undefined;
}

/** KYC records (`/identifications`). The error of a failed write has an `outcome`. */
export class Identifications {
  readonly #transport: Transport;
  readonly #identifications: Collection<Identification, IdentificationQuery>;
  readonly #updates: Updates;

  constructor(transport: Transport, updates: Updates) {
    this.#transport = transport;
    this.#identifications = new Collection(transport, '/identifications', Identification);
    this.#updates = updates;
  }

  /** Reads one page. Default: the first page. */
  list(query?: IdentificationQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#identifications.list(query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  listAll(query?: IdentificationQuery, options?: CallOptions) {
    return this.#identifications.listAll(query, options);
  }

  /** Reads one item. @throws ApiError with status 404 for an unknown id. */
  get(id: string, options?: CallOptions) {
    return this.#identifications.get(id, options);
  }

  /**
   * Creates an identification and reads it back. Its status is `pending` at first. MyTPE also creates a brand with the
   * same name. Not idempotent: if `outcome` is `unknown`, list with `search` before you create another one.
   * @throws InvalidInputError before anything is sent, also for an invalid file.
   */
  create(input: IdentificationInput, options?: CallOptions): Promise<Identification> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { subject: 'new identification', schema: NewIdentification, rules: IDENTIFICATION_FILES };
      const body = formOf(await readSubmission(form, input, signal));
      const { id } = await send(this.#identifications.creating(body));
      return await send(this.#identifications.reading(id, 'confirm'));
    });
  }

  /**
   * Updates an identification and reads it back. An accepted identification may return to `pending`, and new instances
   * cannot use it then. Ask the user before you change it.
   * @throws InvalidInputError before anything is sent; NotAppliedError if MyTPE accepted the change but ignored it.
   */
  update(id: string, changes: IdentificationChanges, options?: CallOptions): Promise<Identification> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { subject: 'identification changes', schema: IdentificationPatch, rules: IDENTIFICATION_FILES };
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

  /**
   * Deletes an identification. Succeeds if it does not exist. MyTPE rejects this while a brand, a bank account or an
   * instance depends on it.
   */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#identifications.pathOf(id)));
  }
}
