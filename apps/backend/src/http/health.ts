import { createHash, timingSafeEqual } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { RouteContext } from './context.ts';

/** Liveness and readiness: the status for all, the reasons for the operator. */
export function healthRoutes(app: FastifyInstance, { service, settings }: RouteContext): void {
  app.get('/live', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }));

  app.get('/ready', async (request, reply) => {
    const { ready, reasons } = await service.readiness();
    const body = {
      status: ready ? 'ready' : 'not ready',
      ...(isOperator(request, settings.ADMIN_TOKEN) && { reasons }),
    };
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(body);
  });
}

/** Whether the request carries the operator's token; compared in constant time. */
export function isOperator(request: FastifyRequest, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!token || !given) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
