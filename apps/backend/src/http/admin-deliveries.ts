import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Actor } from '../admin/admin-desk.ts';
import { type DeliveryDesk, adminDelivery } from '../admin/delivery-desk.ts';
import { parseDeliveriesQuery } from './admin-query.ts';
import { sendPlainProblem } from './plain-problem.ts';
import { sendPrivately } from './private-answer.ts';

/** As they are made; not every database takes any text for one. */
const EVENT_ID = /^msg_[\w-]{22}$/;

type ReplayRequest = FastifyRequest<{ Params: { id: string } }>;

/** `/admin/v1/deliveries`: what the merchant's server was told, or could not be. */
export function deliveryRoutes(
  app: FastifyInstance,
  desk: DeliveryDesk,
  actor: (request: FastifyRequest) => Actor,
): void {
  app.get('/admin/v1/deliveries', async (request, reply) => {
    const { status, before, limit } = parseDeliveriesQuery(request.query);
    const { items, next } = await desk.deliveries(status, before, limit);
    return sendPrivately(reply, { items: items.map(adminDelivery), next: next && String(next) });
  });

  app.post('/admin/v1/deliveries/:id/replay', async (request: ReplayRequest, reply) => {
    const { id } = request.params;
    const replayed = EVENT_ID.test(id) ? await desk.replay(id, actor(request)) : null;
    if (!replayed) return sendPlainProblem(request, reply, 404, 'Not Found', 'There is no delivery of this id.');
    if (replayed.done) return sendPrivately(reply, adminDelivery(replayed.event));
    const why = 'It is being sent, or waits for an earlier event of its link.';
    return sendPlainProblem(request, reply, 409, 'Conflict', why);
  });
}
