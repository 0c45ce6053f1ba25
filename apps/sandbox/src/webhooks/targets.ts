import type { DomainEvent } from '../model/events.ts';
import type { Delivery } from '../model/webhook-records.ts';
import type { World } from '../model/world.ts';

/** Who is told, and the secret that proves who tells. */
export interface Target {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}

/** Everyone who wants this event: ext has any number of subscriptions, a v2 instance at most one address. */
export function targetsOf(world: World, event: DomainEvent): Target[] {
  if (event.api === 'v2') return [v2Target(world, event.instanceId)].filter((target) => target !== null);
  return [...world.webhookSubscriptions.values()].filter(
    ({ is_active, events }) => is_active && (events.length === 0 || events.includes(event.event)),
  );
}

/** Where a delivery goes now: a changed address and a new secret hold for what is still on its way. `null`: nowhere. */
export function currentTarget(world: World, { api, target_id }: Delivery): Target | null {
  if (api === 'v2') return v2Target(world, target_id);
  const subscription = world.webhookSubscriptions.get(target_id);
  return subscription?.is_active === true ? subscription : null;
}

function v2Target(world: World, instanceId: string): Target | null {
  const { webhook_url: url, webhook_secret: secret } = world.v2Instances.get(instanceId) ?? {};
  return url && secret ? { id: instanceId, url, secret } : null;
}
