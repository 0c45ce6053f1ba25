import { InvalidInputError } from '../errors.ts';
import type { Send } from '../transport/api-request.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped, paged } from '../wire/envelope.ts';
import type { Open } from '../wire/fields.ts';
import {
  ACTIVATION_FILES,
  type ActivationInput,
  NewActivation,
  type ActivationCriteria,
  ActivationRequest,
  checkedCriteria,
  matches,
} from './activation.ts';
import { Collection, type ListQuery, deleteItem } from './collection.ts';
import {
  type AcceptanceStatus,
  INSTANCE_FILES,
  Instance,
  type InstanceChanges,
  InstancePatch,
  type InstanceStatus,
} from './instance.ts';
import { Link } from './link.ts';
import { formOf, readChanges, readSubmission } from './submission.ts';
import type { Updates } from './updates.ts';

export interface InstanceQuery extends ListQuery {
  readonly status?: Open<InstanceStatus> | undefined;
  readonly acceptance_status?: Open<AcceptanceStatus> | undefined;
  readonly identification_id?: string | undefined;
  readonly brand_id?: string | undefined;
  readonly bank_account_id?: string | undefined;
}

/** The statuses of links that a customer may be about to pay. */
const LIVE_LINKS = ['active', 'paused'] as const;

/** Payment instances (`/instances`). The error of a failed write has an `outcome`. */
export class Instances {
  readonly #transport: Transport;
  readonly #instances: Collection<Instance, InstanceQuery>;
  readonly #updates: Updates;

  constructor(transport: Transport, updates: Updates) {
    this.#transport = transport;
    this.#instances = new Collection(transport, '/instances', Instance);
    this.#updates = updates;
  }

  /** Reads one page. Default: the first page. */
  list(query?: InstanceQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#instances.list(query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  listAll(query?: InstanceQuery, options?: CallOptions) {
    return this.#instances.listAll(query, options);
  }

  /** Reads one item. @throws ApiError with status 404 for an unknown id. */
  get(id: string, options?: CallOptions) {
    return this.#instances.get(id, options);
  }

  /**
   * Requests a new instance and returns the transaction for its fee. The instance exists only after the fee is settled;
   * find it with {@link findActivated}. Each request opens a fee, so do not repeat a request whose `outcome` is
   * `unknown`: look for the instance first, then let a person decide.
   * @throws InvalidInputError before anything is sent, also for an invalid `payment_proof`.
   */
  requestActivation(input: ActivationInput, options?: CallOptions): Promise<ActivationRequest> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { subject: 'request for activation', schema: NewActivation, rules: ACTIVATION_FILES };
      const body = formOf(await readSubmission(form, input, signal));
      const response = enveloped(ActivationRequest);
      return await send({ role: 'write', method: 'POST', path: '/instances', body, response });
    });
  }

  /**
   * Returns the instances that may result from an activation request. They have the same title and the same three ids,
   * and are at most five minutes older than the request. MyTPE does not report which instance belongs to a request. If
   * there are several, let a person choose. `deadlineMs` applies to each page.
   */
  async findActivated(criteria: ActivationCriteria, options?: CallOptions): Promise<Instance[]> {
    const { identification_id, brand_id, bank_account_id } = checkedCriteria(criteria);
    const found: Instance[] = [];
    for await (const instance of this.#instances.listAll({ identification_id, brand_id, bank_account_id }, options)) {
      if (matches(instance, criteria)) found.push(instance);
    }
    return found;
  }

  /**
   * Updates an instance and reads it back.
   * @throws InvalidInputError before anything is sent; NotAppliedError if MyTPE accepted the change but ignored it.
   */
  update(id: string, changes: InstanceChanges, options?: CallOptions): Promise<Instance> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { subject: 'instance changes', schema: InstancePatch, rules: INSTANCE_FILES };
      const submission = await readChanges(form, changes, signal);
      return await this.#updates.apply(send, {
        kind: 'instance',
        id,
        items: this.#instances,
        submission,
        alwaysParts: false,
        hasFile: ({ logo }) => logo !== null,
      });
    });
  }

  /**
   * Deletes an instance that has no active or paused link. Succeeds if the instance does not exist. MyTPE does not
   * document what happens to its other links.
   * @throws InvalidInputError if it has such a link. Archive the link first.
   */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => {
      const path = this.#instances.pathOf(id);
      await rejectWithLiveLinks(send, id);
      await deleteItem(send, path);
    });
  }
}

async function rejectWithLiveLinks(send: Send, id: string): Promise<void> {
  for (const status of LIVE_LINKS) {
    const query = { payment_instance_id: id, status, per_page: '1' };
    const { data } = await send({ role: 'check', method: 'GET', path: '/links', query, response: paged(Link) });
    // A server that ignores these filters returns links of other instances, so the client checks each link again.
    const live = data.find((link) => link.status === status && (link.payment_instance_id ?? id) === id);
    if (live === undefined) continue;
    const problem = `still has ${status} links, such as ${live.id}: archive them first`;
    throw new InvalidInputError(`instance ${id}`, { links: [problem] });
  }
}
