import { pathSegment } from '../transport/api-request.ts';
import { Listing } from '../transport/listing.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { softPaged } from '../wire/envelope.ts';
import { changesBody, newBody } from '../wire/input-fields.ts';
import { Collection, type ListQuery, deleteItem } from './collection.ts';
import { EventNames, WebhookDeliveryRecord } from './webhook-records.ts';
import {
  CreatedSubscription,
  RotatedSecret,
  type SubscriptionChanges,
  type SubscriptionInput,
  WebhookSubscription,
  subscriptionRules,
} from './webhook.ts';

/** Webhook subscriptions (`/webhooks`) and their deliveries. The error of a failed write has an `outcome`. */
export class Webhooks {
  readonly #transport: Transport;
  readonly #webhooks: Collection<WebhookSubscription, ListQuery>;
  readonly #deliveries: Listing<WebhookDeliveryRecord, ListQuery>;
  readonly #rules: ReturnType<typeof subscriptionRules>;

  constructor(transport: Transport, allowInsecure: boolean) {
    this.#transport = transport;
    this.#webhooks = new Collection(transport, '/webhooks', WebhookSubscription);
    this.#deliveries = new Listing(transport, softPaged(WebhookDeliveryRecord));
    this.#rules = subscriptionRules(allowInsecure);
  }

  /** Reads one page. Default: the first page. */
  list(query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#webhooks.list(query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  listAll(query?: ListQuery, options?: CallOptions) {
    return this.#webhooks.listAll(query, options);
  }

  /** Reads a subscription, without its secret. */
  get(id: string, options?: CallOptions) {
    return this.#webhooks.get(id, options);
  }

  /**
   * Creates a subscription. Returns MyTPE's response, which is the only response with the secret. Store the secret, and
   * do not log it. Not idempotent: if `outcome` is `unknown`, list the subscriptions and compare `url`. If you lost the
   * secret, create a new one with {@link regenerateSecret}.
   * @throws InvalidInputError before anything is sent.
   */
  create(input: SubscriptionInput, options?: CallOptions): Promise<CreatedSubscription> {
    return this.#transport.run(options, async (send) => {
      const body = newBody(this.#rules.create, 'new webhook', input);
      return await send({ role: 'write', method: 'POST', path: '/webhooks', body, response: CreatedSubscription });
    });
  }

  /** Updates a subscription and reads it back. @throws InvalidInputError before anything is sent. */
  update(id: string, changes: SubscriptionChanges, options?: CallOptions): Promise<WebhookSubscription> {
    return this.#transport.run(options, async (send) => {
      const body = changesBody(this.#rules.change, 'webhook changes', changes);
      await send({ role: 'write', method: 'PATCH', path: this.#webhooks.pathOf(id), body, response: 'ignored' });
      return await send(this.#webhooks.reading(id, 'confirm'));
    });
  }

  /** Deletes a subscription. Succeeds if it does not exist. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#webhooks.pathOf(id)));
  }

  /** Returns the names of the available events. */
  events(options?: CallOptions) {
    return this.#transport.run(options, async (send) => {
      return await send({ role: 'read', method: 'GET', path: '/webhooks/events', response: EventNames });
    });
  }

  /**
   * Replaces the signing secret. The old secret may become invalid immediately, while MyTPE still sends deliveries that
   * were signed with it. Verify with both secrets for a while. If `outcome` is `unknown`, call this method again.
   */
  regenerateSecret(id: string, options?: CallOptions): Promise<{ readonly secret: string }> {
    return this.#transport.run(options, async (send) => {
      const path = `${this.#webhooks.pathOf(id)}/regenerate-secret`;
      return await send({ role: 'write', method: 'POST', path, response: RotatedSecret });
    });
  }

  /** Reads one page of the deliveries to a subscription. */
  async deliveries(id: string, query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return await this.#deliveries.page(this.#deliveriesOf(id), query, options);
  }

  /** Yields all deliveries to a subscription. */
  async *deliveriesAll(id: string, query?: ListQuery, options?: CallOptions) {
    yield* this.#deliveries.all(this.#deliveriesOf(id), query, options);
  }

  /** Asks MyTPE to send a delivery again. The new delivery may have another id. `deliveries` shows the result. */
  redeliver(id: string, deliveryId: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => {
      const path = `${this.#deliveriesOf(id)}/${pathSegment(deliveryId)}/redeliver`;
      await send({ role: 'write', method: 'POST', path, response: 'ignored' });
    });
  }

  #deliveriesOf(id: string): string {
    return `${this.#webhooks.pathOf(id)}/deliveries`;
  }
}
