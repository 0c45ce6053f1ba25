import { pathSegment } from '../transport/api-request.ts';
import { Listing } from '../transport/listing.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { softPaged } from '../wire/envelope.ts';
import { changesBody, newBody } from '../wire/json-body.ts';
import { Collection, type ListQuery } from './collection.ts';
import { deleteItem } from './delete-item.ts';
import { type SubscriptionChanges, type SubscriptionInput, subscriptionRules } from './webhook-input.ts';
import { EventNames, WebhookDeliveryRecord } from './webhook-records.ts';
import { CreatedSubscription, RotatedSecret, WebhookSubscription } from './webhook.ts';

/** Webhook subscriptions (`/webhooks`) and what was delivered. Every failed write carries its `outcome`. */
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

  list(query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#webhooks.list(query, options);
  }

  listAll(query?: ListQuery, options?: CallOptions) {
    return this.#webhooks.listAll(query, options);
  }

  /** Never with its secret. */
  get(id: string, options?: CallOptions) {
    return this.#webhooks.get(id, options);
  }

  /**
   * Resolves with MyTPE's own answer, which is the one place that the secret is in: keep it, and keep it out of logs. Not
   * idempotent: after an error whose `outcome` is `unknown`, list and compare `url`; a secret that was missed is had anew
   * by {@link regenerateSecret}.
   * @throws InvalidInputError before anything is sent.
   */
  create(input: SubscriptionInput, options?: CallOptions): Promise<CreatedSubscription> {
    return this.#transport.run(options, async (send) => {
      const body = newBody(this.#rules.create, 'new webhook', input);
      return await send({ role: 'write', method: 'POST', path: '/webhooks', body, answer: CreatedSubscription });
    });
  }

  /** Changes a subscription and reads it back. @throws InvalidInputError before anything is sent. */
  update(id: string, changes: SubscriptionChanges, options?: CallOptions): Promise<WebhookSubscription> {
    return this.#transport.run(options, async (send) => {
      const body = changesBody(this.#rules.change, 'webhook changes', changes);
      await send({ role: 'write', method: 'PATCH', path: this.#webhooks.pathOf(id), body, answer: 'ignored' });
      return await send(this.#webhooks.reading(id, 'confirm'));
    });
  }

  /** Resolves also when there was none. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#webhooks.pathOf(id)));
  }

  /** The names of the events there are. */
  events(options?: CallOptions) {
    return this.#transport.run(options, async (send) => {
      return await send({ role: 'read', method: 'GET', path: '/webhooks/events', answer: EventNames });
    });
  }

  /**
   * Replaces the signing secret. The old one may be void at once, with deliveries signed by it still under way: verify
   * with both for a while. After an error whose `outcome` is `unknown`, rotate once more.
   */
  regenerateSecret(id: string, options?: CallOptions): Promise<{ readonly secret: string }> {
    return this.#transport.run(options, async (send) => {
      const path = `${this.#webhooks.pathOf(id)}/regenerate-secret`;
      return await send({ role: 'write', method: 'POST', path, answer: RotatedSecret });
    });
  }

  /** One page of what was sent to a subscription. */
  async deliveries(id: string, query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return await this.#deliveries.page(this.#deliveriesOf(id), query, options);
  }

  /** All that was sent to a subscription, page after page. */
  async *deliveriesAll(id: string, query?: ListQuery, options?: CallOptions) {
    yield* this.#deliveries.all(this.#deliveriesOf(id), query, options);
  }

  /** Asks MyTPE to send a delivery once more, perhaps with another id; `deliveries` shows what came of it. */
  redeliver(id: string, deliveryId: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => {
      const path = `${this.#deliveriesOf(id)}/${pathSegment(deliveryId)}/redeliver`;
      await send({ role: 'write', method: 'POST', path, answer: 'ignored' });
    });
  }

  #deliveriesOf(id: string): string {
    return `${this.#webhooks.pathOf(id)}/deliveries`;
  }
}
