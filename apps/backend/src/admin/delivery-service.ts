import { LinkId, Timestamp } from '@mytpe-pay/contract';
import { z } from 'zod';

import type { Actor, Page } from './admin-views.ts';
import type { Clock } from '../lib/clock.ts';
import type { Audit } from '../repository/audit.ts';
import {
  type Outbox,
  DELIVERY_STATES,
  type DeliveryState,
  EVENT_TYPES,
  type OutgoingEvent,
} from '../repository/outbox.ts';

/** An event for the merchant's server, as the operator may see it. */
export const AdminDelivery = z.object({
  id: z.string().describe('The `webhook-id` it is sent under.'),
  type: z.enum(EVENT_TYPES),
  link: LinkId,
  status: z.enum(DELIVERY_STATES).describe('`dead`: given up.'),
  seen_at: Timestamp.describe('When what it tells was seen.'),
  tries: z.int(),
  next_try_at: Timestamp.nullable().describe(
    '`null` when there is none, or it waits for an earlier event of its link.',
  ),
  ended_at: Timestamp.nullable().describe('When it was delivered, or given up.'),
  last_status: z.int().nullable().describe('HTTP status of the last answer.'),
  last_failure: z.string().nullable().describe('Why the last try failed.'),
});
export type AdminDelivery = z.infer<typeof AdminDelivery>;

export const DeliveryPage = z.object({
  items: z.array(AdminDelivery),
  next: z.string().nullable().describe('`cursor` of the next page; `null` on the last one.'),
});

/** What operators see of the webhooks to the merchant's server, and may have sent again. */
export interface DeliveryService {
  deliveries(state: DeliveryState | null, before: number | null, limit: number): Promise<Page<OutgoingEvent, number>>;
  /**
   * Has an event sent again; noted before and after.
   * @returns whether it will be; `null`: there is none of this id.
   */
  replay(id: string, actor: Actor): Promise<{ readonly event: OutgoingEvent; readonly done: boolean } | null>;
}

export interface DeliveryServiceOptions {
  readonly repository: Outbox & Pick<Audit, 'audit'>;
  readonly baseUrl: string;
  readonly clock: Clock;
}

export function createDeliveryService({ repository, baseUrl, clock }: DeliveryServiceOptions): DeliveryService {
  return {
    async deliveries(state, before, limit) {
      const events = await repository.events(baseUrl, state, before, limit + 1);
      const items = events.slice(0, limit);
      return { items, next: events.length > limit ? items.at(-1)!.position : null };
    },
    async replay(id, { name, requestId }) {
      const event = await repository.event(id);
      if (event?.baseUrl !== baseUrl) return null;
      const { link } = event;
      const note = (outcome: string): Promise<void> =>
        repository.audit({ at: clock.now(), actor: name, action: 'replay_delivery', outcome, link, requestId });
      await note('asked');
      const done = await repository.replayEvent(id, clock.now());
      await note(done ? `${id} is sent again` : `not done: ${id} is under way, or waits for an earlier one`);
      return { event: (await repository.event(id)) ?? event, done };
    },
  };
}

const iso = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString());

export function adminDelivery(event: OutgoingEvent): AdminDelivery {
  return {
    id: event.id,
    type: event.type,
    link: event.link,
    status: event.state,
    seen_at: new Date(event.at).toISOString(),
    tries: event.tries,
    next_try_at: iso(event.dueAt),
    ended_at: iso(event.endedAt),
    last_status: event.lastStatus,
    last_failure: event.lastFailure,
  };
}
