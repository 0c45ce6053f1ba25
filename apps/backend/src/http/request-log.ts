import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/**
 * Writes one line for every response; reads that succeeded only at `debug`. A refused request has its line in the
 * refusal log, which limits how many there are.
 */
export function logResponses(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const { statusCode: status } = reply;
    if (status >= 400) {
      const refusal = { reason: String(status), level: 'info', message: 'refused', fields: { status } } as const;
      if (!app.refusals.isNoted(request)) app.refusals.note(request, reply, refusal);
      return done();
    }
    const level = method === 'GET' || method === 'OPTIONS' ? 'debug' : 'info';
    if (log.isLevelEnabled(level)) {
      // The route's pattern: link ids are as good as keys, and a query may hold anything.
      const route = request.routeOptions.url ?? '(none)';
      log[level]({ request_id: request.id, method, route, status, ms: Math.round(reply.elapsedTime) }, 'responded');
    }
    done();
  });
}
