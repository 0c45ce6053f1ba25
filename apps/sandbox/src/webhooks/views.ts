import { formatTimestamp } from '../model/timestamp.ts';
import type { Attempt, Delivery, Subscription } from '../model/webhook-records.ts';

/** The documented object, with timestamps of three fraction digits and without the secret. */
export function subscriptionView(subscription: Subscription): Omit<Subscription, 'secret'> {
  const { id, url, description, events, is_active, created_at, updated_at } = subscription;
  return { id, url, description, events, is_active, created_at, updated_at };
}

/** The object with its secret. Only create and regenerate return it. */
export function secretView(subscription: Subscription): Subscription {
  const { created_at, updated_at, ...shown } = subscriptionView(subscription);
  return { ...shown, secret: subscription.secret, created_at, updated_at };
}

/** A delivery in the API and the controls. The reference shows no such record, so all of it is assumed. */
export function deliveryView(delivery: Delivery): object {
  const { id, api, target_id, event, status, attempts, next_attempt_at, created_at } = delivery;
  return {
    id,
    ...(api === 'ext' ? { webhook_id: target_id } : { instance_id: target_id }),
    event,
    status,
    payload: JSON.parse(delivery.body) as unknown,
    attempts: attempts.map(attemptView),
    next_attempt_at: next_attempt_at === null ? null : formatTimestamp(next_attempt_at),
    created_at: formatTimestamp(created_at),
  };
}

function attemptView({ at, url, status, ms, error, answer }: Attempt): object {
  return { attempted_at: formatTimestamp(at), url, response_status: status, duration_ms: ms, error, response: answer };
}
