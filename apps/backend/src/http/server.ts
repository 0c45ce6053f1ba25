import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';

import type { Settings } from '../config/settings-schema.ts';
import { trustedProxies } from '../lib/network.ts';
import { Problem } from '../lib/problem.ts';
import { endUnusedConnections, limitConnections, limitPipelines, respondToMalformedRequest } from './connections.ts';
import { sendNotFound, sendProblem } from './errors.ts';
import { limitBodies } from './limits.ts';
import { makeReadable } from './origins.ts';
import { createRefusalLog, logResponses } from './request-log.ts';
import { createRequestIds, repeatedHeader } from './request.ts';

/** The largest request body, in bytes, of every route that does not set its own limit. */
export const BODY_LIMIT = 16 * 1024;

/**
 * Creates the Fastify instance with its limits, logs, common headers and error responses, but without routes
 * (`routes/routes.ts` registers them).
 */
export function createHttpServer(settings: Settings, logger: Logger): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = logger;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: createRequestIds(),
    // A child logger per request would cost more than the rest of the hot path; log lines have the request's id instead.
    childLoggerFactory: (parent) => parent,
    bodyLimit: BODY_LIMIT,
    // Disconnects slow senders. An event stream sends no request body, so it is not affected.
    requestTimeout: 20_000,
    // The interval at which Node checks for slow senders; its default of 30 s would more than double their time.
    http: { connectionsCheckingInterval: 5000 },
    // Disconnects clients that do not read. An event stream is never silent for so long.
    connectionTimeout: 90_000,
    clientErrorHandler: respondToMalformedRequest(logger),
    trustProxy: trustedProxies(settings.TRUST_PROXY),
    // While the server stops, requests on open connections still get their normal response, which pages can read.
    return503OnClosing: false,
    // A request whose address cannot be decoded reaches no route and no hook.
    frameworkErrors: (error, request, reply) => {
      setCommonHeaders(request, reply);
      makeReadable(reply);
      sendProblem(error, request, reply);
    },
  });
  app.decorate('refusals', createRefusalLog(logger));
  app.addHook('onClose', async () => app.refusals.flush());
  endUnusedConnections(app);
  limitConnections(app, settings.MAX_CONNECTIONS);
  limitPipelines(app.server);
  limitBodies(app, {
    smallBody: BODY_LIMIT,
    small: settings.MAX_OPEN_BODIES,
    large: settings.MAX_OPEN_WEBHOOK_BODIES,
  });
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(sendNotFound);
  // Synchronous hooks use the callback: a promise for each would be measurable on the hot path.
  app.addHook('onRequest', (request, reply, done) => {
    // The connection was closed while pipelined requests were waiting; skip the work.
    if (request.raw.socket.destroyed) return void reply.hijack();
    setCommonHeaders(request, reply);
    const repeated = repeatedHeader(request.raw.rawHeaders);
    if (repeated === undefined) return done();
    makeReadable(reply);
    done(new Problem('validation_failed', { errors: [{ path: repeated, message: 'given twice' }] }));
  });
  logResponses(app, logger);
  return app;
}

/** Sets the headers of every response. */
function setCommonHeaders(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}
