import type { FastifyInstance } from 'fastify';

import type { Metrics } from '../metrics/metrics.ts';

const STREAM = '/v1/links/:id/events';

/** Counts every answer by its route's pattern. Only there with an operator: others do not pay for it. */
export function measureResponses(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.url === STREAM) reply.raw.once('close', metrics.streamOpened());
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? null;
    const isStream = route === STREAM && reply.statusCode === 200;
    metrics.responded(route, request.method, reply.statusCode, isStream ? null : reply.elapsedTime / 1000);
    done();
  });
}
