import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Send } from '../transport/api-request.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped, paged } from '../wire/envelope.ts';
import type { Open } from '../wire/fields.ts';
import { type ActivationCriteria, checkedCriteria, mayBe } from './activation-criteria.ts';
import { ActivationRequest } from './activation.ts';
import { Collection, type ListQuery } from './collection.ts';
import { deleteItem } from './delete-item.ts';
import {
  ACTIVATION_FILES,
  type ActivationInput,
  INSTANCE_FILES,
  type InstanceChanges,
  InstancePatch,
  NewActivation,
} from './instance-input.ts';
import { type AcceptanceStatus, Instance, type InstanceStatus } from './instance.ts';
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

/** Links that customers may be about to pay. */
const LIVE_LINKS = ['active', 'paused'] as const;

/** Payment instances (`/instances`). Every failed write carries its `outcome`. */
export class Instances {
  readonly #transport: Transport;
  readonly #instances: Collection<Instance, InstanceQuery>;
  readonly #updates: Updates;

  constructor(transport: Transport, updates: Updates) {
    this.#transport = transport;
    this.#instances = new Collection(transport, '/instances', Instance);
    this.#updates = updates;
  }

  list(query?: InstanceQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#instances.list(query, options);
  }

  listAll(query?: InstanceQuery, options?: CallOptions) {
    return this.#instances.listAll(query, options);
  }

  get(id: string, options?: CallOptions) {
    return this.#instances.get(id, options);
  }

  /**
   * Asks for an instance, which opens a transaction for its fee. What it resolves with is that transaction: no instance
   * exists until the fee is settled and {@link findActivated} sees it. Never repeat it because its `outcome` is
   * `unknown`: look first, then ask a person, for each request opens a fee.
   * @throws InvalidInputError before anything is sent, the proof included.
   */
  requestActivation(input: ActivationInput, options?: CallOptions): Promise<ActivationRequest> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { what: 'request for activation', schema: NewActivation, rules: ACTIVATION_FILES };
      const body = formOf(await readSubmission(form, input, signal));
      const answer = enveloped(ActivationRequest);
      return await send({ role: 'write', method: 'POST', path: '/instances', body, answer });
    });
  }

  /**
   * The instances that a request for activation may have become: same title, same three ids, and not older than the
   * request by more than five minutes. MyTPE does not say which it is: where there are several, a person has to.
   * `deadlineMs` holds for each page.
   */
  async findActivated(criteria: ActivationCriteria, options?: CallOptions): Promise<Instance[]> {
    const { identification_id, brand_id, bank_account_id } = checkedCriteria(criteria);
    const found: Instance[] = [];
    for await (const instance of this.#instances.listAll({ identification_id, brand_id, bank_account_id }, options)) {
      if (mayBe(instance, criteria)) found.push(instance);
    }
    return found;
  }

  /**
   * Changes an instance and reads it back.
   * @throws InvalidInputError before anything is sent; NotAppliedError when MyTPE accepted the change and ignored it.
   */
  update(id: string, changes: InstanceChanges, options?: CallOptions): Promise<Instance> {
    return this.#transport.run(options, async (send, signal) => {
      const form = { what: 'instance changes', schema: InstancePatch, rules: INSTANCE_FILES };
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
   * Deletes an instance that has no active or paused link; resolves also when there was none. What becomes of its other
   * links, MyTPE does not say.
   * @throws InvalidInputError when it has such a link: archive it first.
   */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => {
      const path = this.#instances.pathOf(id);
      await refuseWithLiveLinks(send, id);
      await deleteItem(send, path);
    });
  }
}

async function refuseWithLiveLinks(send: Send, id: string): Promise<void> {
  for (const status of LIVE_LINKS) {
    const query = { payment_instance_id: id, status, per_page: '1' };
    const { data } = await send({ role: 'check', method: 'GET', path: '/links', query, answer: paged(Link) });
    // Looked at again: a server that knows no such filter answers with somebody else's links.
    const live = data.find((link) => link.status === status && (link.payment_instance_id ?? id) === id);
    if (live === undefined) continue;
    const problem = `still has ${status} links, such as ${live.id}: archive them first`;
    throw new InvalidInputError(`instance ${id}`, { links: [problem] });
  }
}
