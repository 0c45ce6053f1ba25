import type { FastifyInstance } from 'fastify';

import type { RouteContext } from './context.ts';
import { isOperator, isOperatorsBrowser } from './operator-token.ts';

/** Liveness and readiness: the status for all, the reasons for the operator. */
export function healthRoutes(app: FastifyInstance, { service, settings }: RouteContext): void {
  app.get('/live', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }));

  app.get('/ready', async (request, reply) => {
    const { ready, reasons } = await service.readiness();
    const { ADMIN_TOKEN: token } = settings;
    const isKnown = isOperator(request, token) || isOperatorsBrowser(request, token);
    const body = { status: ready ? 'ready' : 'not ready', ...(isKnown && { reasons }) };
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(body);
  });
}
