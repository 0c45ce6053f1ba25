import type { FastifyInstance } from 'fastify';

import type { Metrics } from '../../metrics/metrics.ts';
import { forOperator, problems, type RouteDoc, text, typed } from '../../openapi/route-doc.ts';
import { isKnownOperator } from '../admin-access.ts';
import { createReadLimit, limitHook } from '../limits.ts';
import type { RouteContext } from '../request.ts';

const STREAM = '/v1/links/:id/events';

/** Counts every response by its route's pattern. Registered only with `ADMIN_TOKEN`, because it costs time per request. */
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

/**
 * `/live` and `/ready`: everyone gets the status, the operator also gets the reasons. `/live` calls nothing and is not
 * limited, so that an orchestrator never restarts a healthy service. Probes of `/ready` have a separate limit, so that visitors
 * who share the probe's address cannot use up its limit. A request with `Authorization` counts with all other reads:
 * the token can be guessed no faster here than elsewhere.
 */
export function healthRoutes(app: FastifyInstance, { service, settings, limitReads }: RouteContext): void {
  const { ADMIN_TOKEN: token, MAX_READS_PER_MINUTE: perMinute } = settings;
  const probes = createReadLimit(perMinute);
  const onRequest = limitHook((request) =>
    request.headers.authorization === undefined ? probes.count(request) : limitReads(request),
  );

  app.get('/live', { config: { doc: LIVE } }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  );

  app.get('/ready', { onRequest, config: { doc: READY } }, async (request, reply) => {
    const isKnown = isKnownOperator(request, reply, token);
    const { ready, reasons } = await service.readiness();
    const body = { status: ready ? 'ready' : 'not ready', ...(isKnown && { reasons }) };
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(body);
  });
}

const status = (description: string) =>
  typed(description, 'application/json', {
    type: 'object',
    required: ['status'],
    properties: { status: text, reasons: { type: 'array', items: text, description: 'For the operator only.' } },
  });

const LIVE = (): RouteDoc => ({
  operationId: 'live',
  tag: 'Operation',
  summary: 'Liveness',
  responses: { 200: status('The process runs.') },
});

const READY = (): RouteDoc => ({
  operationId: 'ready',
  tag: 'Operation',
  summary: 'Readiness to take payments',
  security: [{}, { operator: [] }],
  responses: { 200: status('Ready.'), 503: status('Not ready.'), ...problems('rate_limited') },
});
