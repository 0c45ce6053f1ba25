import type { FastifyInstance } from 'fastify';

import type { Metrics } from '../../metrics/metrics.ts';
import { forOperator, problems, typed } from '../../openapi/route-doc.ts';

const STREAM = '/v1/links/:id/events';

/** Counts every response by the pattern of its route. Registered only with an operator, so that others do not pay for it. */
export function countResponses(app: FastifyInstance, metrics: Metrics): void {
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

/** `GET /metrics`, in the text format of Prometheus. */
export function metricsRoute(app: FastifyInstance, metrics: Metrics): void {
  const doc = () =>
    forOperator({
      operationId: 'metrics',
      summary: 'Metrics for Prometheus',
      responses: { 200: typed('Metrics in the Prometheus text format.', 'text/plain'), ...problems('rate_limited') },
    });
  app.get('/metrics', { config: { doc } }, async (_request, reply) => {
    const { contentType, body } = await metrics.exposition();
    return reply.headers({ 'content-type': contentType, 'cache-control': 'no-store' }).send(body);
  });
}
