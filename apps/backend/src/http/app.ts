import { randomUUID } from 'node:crypto';

import formbody from '@fastify/formbody';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';

import type { RouteContext } from './context.ts';
import { healthRoutes } from './health.ts';
import { homeRoutes } from './home.ts';
import { linkRoutes } from './links.ts';
import { offerRoutes } from './offers.ts';
import { payRoutes } from './pay.ts';
import { answerNotFound, answerProblem } from './problem-answer.ts';
import { createReadLimit } from './read-limit.ts';
import { scriptRoutes } from './scripts.ts';

export interface AppOptions extends RouteContext {
  readonly logger: Logger;
}

const BODY_LIMIT = 16 * 1024;

/** Every answer under `/v1` may be read by the page that asked, errors included; never with credentials. */
const READABLE = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After, Location, ETag',
  'x-content-type-options': 'nosniff',
};
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'Content-Type, Idempotency-Key',
  'access-control-max-age': '7200',
};

/** The backend's HTTP side, ready to listen or to be injected into. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { settings, logger } = options;
  const app = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    // A slow sender is cut off; an event stream sends no request body, so this does not concern it.
    requestTimeout: 20_000,
    trustProxy: settings.TRUST_PROXY.length > 0 ? [...settings.TRUST_PROXY] : false,
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: false },
    return503OnClosing: true,
  });
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler(answerNotFound);
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  app.addHook('onResponse', async (request, reply) => logAnswer(logger, request, reply));

  const limitReads = createReadLimit(settings.MAX_READS_PER_MINUTE);
  await app.register(
    async (v1) => {
      v1.addHook('onRequest', async (request, reply) => {
        void reply.headers(READABLE);
        if (request.method !== 'OPTIONS') limitReads(request);
      });
      v1.options('/*', async (_request, reply) => reply.code(204).headers(PREFLIGHT).send());
      v1.setNotFoundHandler(answerNotFound);
      v1.removeContentTypeParser('text/plain');
      offerRoutes(v1, options);
      linkRoutes(v1, options);
    },
    { prefix: '/v1' },
  );
  await app.register(async (pages) => {
    await pages.register(formbody, { bodyLimit: BODY_LIMIT });
    pages.addHook('onRequest', async (request) => limitReads(request));
    payRoutes(pages, options);
    homeRoutes(pages, options);
  });
  scriptRoutes(app, options);
  healthRoutes(app, options);
  return app;
}

type Request = { id: string; method: string; routeOptions: { url?: string } };

/** The route's pattern, not the address: link ids are as good as keys, and a query may hold anything. */
function logAnswer(log: Logger, request: Request, reply: { statusCode: number; elapsedTime: number }): void {
  const level = request.method === 'GET' && reply.statusCode < 400 ? 'debug' : 'info';
  if (!log.isLevelEnabled(level)) return;
  const { id: request_id, method, routeOptions } = request;
  log[level](
    {
      request_id,
      method,
      route: routeOptions.url ?? '(none)',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    },
    'answered',
  );
}
