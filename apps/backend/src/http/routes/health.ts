import type { FastifyInstance } from 'fastify';

import { isKnownOperator } from '../admin-access.ts';
import type { RouteContext } from '../context.ts';
import { createReadLimit, type ReadLimit } from '../rate-limit.ts';

/**
 * Liveness and readiness: the status for all, the reasons for the operator. `/live` asks nothing and is not limited, so that
 * an orchestrator never restarts a healthy service. Probes of `/ready` are counted apart, so that visitors who share the
 * probe's address cannot use up its limit. A request with `Authorization` counts with all other reads: the token can be
 * guessed no faster here than elsewhere.
 */
export function healthRoutes(app: FastifyInstance, { service, settings }: RouteContext, limitReads: ReadLimit): void {
  const { ADMIN_TOKEN: token, MAX_READS_PER_MINUTE: perMinute } = settings;
  const probes = createReadLimit(perMinute);
  const onRequest = (request: Parameters<ReadLimit>[0], _reply: unknown, done: (problem?: Error) => void): void =>
    done(request.headers.authorization === undefined ? probes.count(request) : limitReads(request));

  app.get('/live', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' }));

  app.get('/ready', { onRequest }, async (request, reply) => {
    const isKnown = isKnownOperator(request, reply, token);
    const { ready, reasons } = await service.readiness();
    const body = { status: ready ? 'ready' : 'not ready', ...(isKnown && { reasons }) };
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(body);
  });
}
