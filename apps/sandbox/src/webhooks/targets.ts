import type { DomainEvent } from '../model/events.ts';
import type { Delivery } from '../model/webhook-records.ts';
import type { World } from '../model/world.ts';

const MAX_URL = 2_000;
const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The kind of a receiver’s address. `https` is documented. `loopback` (plain http to this machine) works in the sandbox
 * only. `null` is neither.
 */
export function receiverKind(url: string): 'https' | 'loopback' | null {
  if (url.length > MAX_URL || !URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return 'https';
  return protocol === 'http:' && LOOPBACK.test(hostname) ? 'loopback' : null;
}

/** A receiver and the secret that signs its deliveries. */
export interface Target {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}

/** All receivers of this event: any number of ext subscriptions, at most one address of a v2 instance. */
export function targetsOf(world: World, event: DomainEvent): Target[] {
  if (event.api === 'v2') return [v2Target(world, event.instanceId)].filter((target) => target !== null);
  return [...world.webhookSubscriptions.values()].filter(
    ({ is_active, events }) => is_active && (events.length === 0 || events.includes(event.event)),
  );
}

/** The current receiver of a delivery. A changed address or secret applies to pending deliveries. `null` if it is gone. */
export function currentTarget(world: World, { api, target_id }: Delivery): Target | null {
  if (api === 'v2') return v2Target(world, target_id);
  const subscription = world.webhookSubscriptions.get(target_id);
  return subscription?.is_active === true ? subscription : null;
}

function v2Target(world: World, instanceId: string): Target | null {
  const { webhook_url: url, webhook_secret: secret } = world.v2Instances.get(instanceId) ?? {};
  return url && secret ? { id: instanceId, url, secret } : null;
}
