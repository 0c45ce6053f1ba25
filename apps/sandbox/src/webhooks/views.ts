import { formatTimestamp } from '../model/timestamp.ts';
import type { Attempt, Delivery, Subscription } from '../model/webhook-records.ts';

/** Documented, timestamps with three digits included; the secret is not in it. */
export function subscriptionView(subscription: Subscription): Omit<Subscription, 'secret'> {
  const { id, url, description, events, is_active, created_at, updated_at } = subscription;
  return { id, url, description, events, is_active, created_at, updated_at };
}

/** What only create and regenerate answer. */
export function secretView(subscription: Subscription): Subscription {
  const { created_at, updated_at, ...shown } = subscriptionView(subscription);
  return { ...shown, secret: subscription.secret, created_at, updated_at };
}

/** A delivery as the API and the controls show it. The reference prints no such record: all of it is assumed. */
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
