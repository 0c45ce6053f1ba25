import { z } from 'zod';

import type { Announce } from './events.ts';
import { expireIfDue } from './link-lifecycle.ts';
import { Form, Instance, Link, Payment } from './records.ts';
import { seedForms, seedInstances } from './seed.ts';

/** What survives a restart when a state file is kept. */
export const Snapshot = z.object({
  version: z.literal(1),
  instances: z.array(Instance),
  forms: z.array(Form),
  links: z.array(Link),
  payments: z.array(Payment),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** Everything this MyTPE knows, in memory, in order of creation. */
export interface World {
  readonly clock: () => Date;
  instances: Map<string, Instance>;
  forms: Map<string, Form>;
  links: Map<string, Link>;
  payments: Payment[];
  /** Grows with every change, so that the state file knows when it is behind. */
  revision: number;
  /** Tells the webhooks what happened. Nobody listens until they are set up. */
  announce: Announce;
}

export function emptySnapshot(): Snapshot {
  return { version: 1, instances: seedInstances(), forms: seedForms(), links: [], payments: [] };
}

export function createWorld(clock: () => Date, snapshot: Snapshot): World {
  return { clock, ...unpack(snapshot), revision: 0, announce: () => {} };
}

/** Back to the seeded records, as on the first start. */
export function resetWorld(world: World): void {
  Object.assign(world, unpack(emptySnapshot()));
  world.revision += 1;
}

export function takeSnapshot({ instances, forms, links, payments }: World): Snapshot {
  return {
    version: 1,
    instances: [...instances.values()],
    forms: [...forms.values()],
    links: [...links.values()],
    payments,
  };
}

/** The instant now, as every record stores it. */
export function timeOf(world: World): string {
  return world.clock().toISOString();
}

/** All links, with those whose time has passed already expired: nobody ever reads a stale status. */
export function currentLinks(world: World): Link[] {
  const now = timeOf(world);
  const links = [...world.links.values()];
  for (const link of links) if (expireIfDue(link, now)) world.revision += 1;
  return links;
}

export function findLink(world: World, id: string): Link | undefined {
  const link = world.links.get(id);
  if (link !== undefined && expireIfDue(link, timeOf(world))) world.revision += 1;
  return link;
}

export function findLinkBySlug(world: World, slug: string): Link | undefined {
  for (const link of world.links.values()) if (link.slug === slug) return findLink(world, link.id);
  return undefined;
}

function unpack(snapshot: Snapshot): Pick<World, 'instances' | 'forms' | 'links' | 'payments'> {
  return {
    instances: byId(snapshot.instances),
    forms: byId(snapshot.forms),
    links: byId(snapshot.links),
    payments: [...snapshot.payments],
  };
}

function byId<Item extends { id: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}
