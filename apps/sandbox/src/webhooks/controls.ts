import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';

import { type DomainEvent, EXT_EVENTS, V2_EVENTS } from '../model/events.ts';
import type { World } from '../model/world.ts';
import type { Dispatcher } from './dispatcher.ts';
import { deliveryView } from './views.ts';

const data = z.record(z.string(), z.json()).default({});
const TestEvent = z.discriminatedUnion('api', [
  z.strictObject({ api: z.literal('ext'), event: z.enum(EXT_EVENTS), data }),
  z.strictObject({ api: z.literal('v2'), event: z.enum(V2_EVENTS), instance_id: z.string().max(100), data }),
]);

const DeliveryQuery = z.strictObject({ api: z.enum(['ext', 'v2']).optional(), event: z.string().max(100).optional() });

/** Creates `/_sandbox/events` and `/_sandbox/deliveries`: the webhooks of both APIs, without credentials. */
export function createWebhookControls(world: World, webhooks: Dispatcher) {
  return async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler(sendProblem);

    app.post('/events', (request, reply) => {
      const deliveries = webhooks.announce(parseEvent(request.body));
      return reply.code(202).send({ deliveries: deliveries.map(deliveryView) });
    });
    app.get('/deliveries', (request) => {
      const { api, event } = DeliveryQuery.parse(request.query);
      const wanted = [...world.webhookDeliveries.values()].filter(
        (delivery) => (api === undefined || delivery.api === api) && (event === undefined || delivery.event === event),
      );
      return { deliveries: wanted.map(deliveryView) };
    });
    app.post<{ Params: { id: string } }>('/deliveries/:id/redeliver', (request, reply) => {
      const delivery = world.webhookDeliveries.get(request.params.id);
      if (delivery === undefined) {
        return reply.code(404).send({ reason: 'not_found', message: 'No delivery has this id.' });
      }
      if (webhooks.redeliver(delivery)) return { delivery: deliveryView(delivery) };
      const message = 'The receiver was removed or switched off.';
      return reply.code(409).send({ reason: 'no_receiver', message });
    });
  };
}

function parseEvent(body: unknown): DomainEvent {
  const event = TestEvent.parse(body);
  return event.api === 'ext' ? event : { ...event, instanceId: event.instance_id };
}

function sendProblem(error: Error & { statusCode?: number }, _request: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof z.ZodError) {
    return reply.code(422).send({ reason: 'invalid', message: z.prettifyError(error) });
  }
  return reply.code(error.statusCode ?? 500).send({ reason: 'failed', message: error.message });
}
