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

/** An event for the merchant's server, as the operator sees it. */
export const AdminDelivery = z.object({
  id: z.string().describe('The `webhook-id`.'),
  type: z.enum(EVENT_TYPES),
  link: LinkId,
  status: z.enum(DELIVERY_STATES).describe('`dead`: the backend stopped retrying.'),
  seen_at: Timestamp.describe('When the backend saw the change that it reports.'),
  tries: z.int(),
  next_try_at: Timestamp.nullable().describe('`null` if there is none, or it waits for an earlier event of its link.'),
  ended_at: Timestamp.nullable().describe('When it was delivered or became `dead`.'),
  last_status: z.int().nullable().describe('HTTP status of the last response.'),
  last_failure: z.string().nullable().describe('Why the last attempt failed.'),
});
export type AdminDelivery = z.infer<typeof AdminDelivery>;

/** A page of events. */
export const DeliveryPage = z.object({
  items: z.array(AdminDelivery),
  next: z.string().nullable().describe('`cursor` of the next page; `null` on the last one.'),
});

/** Lists the events for the merchant's server, and replays them. */
export interface DeliveryService {
  /** Returns a page of events, the latest first. @param state `null`: all. @param before only positions before it. */
  deliveries(state: DeliveryState | null, before: number | null, limit: number): Promise<Page<OutgoingEvent, number>>;
  /**
   * Makes an event due again. Records the action in the audit log before and after.
   * @returns the event, and `done`: `true` if it will be sent; `null` if no event has this id.
   */
  replay(id: string, actor: Actor): Promise<{ readonly event: OutgoingEvent; readonly done: boolean } | null>;
}

/** Options of {@link createDeliveryService}. */
export interface DeliveryServiceOptions {
  readonly repository: Outbox & Pick<Audit, 'audit'>;
  readonly baseUrl: string;
  readonly clock: Clock;
}

/** Creates the service of the events of one MyTPE. */
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
      const record = (outcome: string): Promise<void> =>
        repository.audit({ at: clock.now(), actor: name, action: 'replay_delivery', outcome, link, requestId });
      await record('asked');
      const done = await repository.replayEvent(id, clock.now());
      await record(done ? `${id} is sent again` : `not done: ${id} is under way, or waits for an earlier one`);
      return { event: (await repository.event(id)) ?? event, done };
    },
  };
}

const iso = (moment: number | null): string | null => (moment === null ? null : new Date(moment).toISOString());

/** Returns an event as the operator sees it. */
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
