import formbody from '@fastify/formbody';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';

import { trustedProxies } from '../lib/network.ts';
import { Problem } from '../lib/problem.ts';
import type { WebhookInbox } from '../webhooks/inbox.ts';
import { limitBodies } from './body-limits.ts';
import { endSilentConnections, limitConnections, limitPipelines } from './connections.ts';
import type { RouteContext } from './context.ts';
import { sendNotFound, sendProblem } from './errors.ts';
import { acceptOnlyJson } from './json-body.ts';
import { respondToMalformedRequest } from './malformed-request.ts';
import { measureResponses } from './measure.ts';
import { makeReadable, preflightRoute } from './origins.ts';
import { createReadLimit, type ReadLimit } from './rate-limit.ts';
import { createRefusalLog, logResponses } from './request-log.ts';
import { createRequestIds, repeatedHeader } from './request.ts';
import { referenceRoutes } from './routes/docs.ts';
import { healthRoutes } from './routes/health.ts';
import { homeRoutes } from './routes/home.ts';
import { linkRoutes } from './routes/links.ts';
import { offerRoutes } from './routes/offers.ts';
import { operatorRoutes, type AdminAccess } from './routes/operator.ts';
import { payRoutes } from './routes/pay.ts';
import { receiptKeyRoutes } from './routes/receipts.ts';
import { scriptRoutes } from './routes/scripts.ts';
import { webhookRoutes } from './routes/webhooks.ts';

export interface AppOptions extends RouteContext {
  readonly logger: Logger;
  /** `null` without `ADMIN_TOKEN`: then none of it exists. */
  readonly operator?: AdminAccess | null;
  readonly receiver?: WebhookInbox;
}

const BODY_LIMIT = 16 * 1024;

/** The backend's HTTP side, ready to listen or to be injected into. */
export async function createHttpServer(options: AppOptions): Promise<FastifyInstance> {
  const app = createFastify(options);
  const { operator = null } = options;
  if (operator) measureResponses(app, operator.metrics);
  const { MAX_READS_PER_MINUTE: perMinute } = options.settings;
  const limitReads = createReadLimit(perMinute).count;
  await app.register(async (v1) => wireRoutes(v1, options, limitReads), { prefix: '/v1' });
  await app.register(async (pages) => {
    await pages.register(formbody, { bodyLimit: BODY_LIMIT });
    payRoutes(pages, options, limitReads);
  });
  await app.register(async (home) => {
    home.addHook('onRequest', (request, _reply, done) => done(limitReads(request)));
    homeRoutes(home, options);
  });
  receiptKeyRoutes(app, options, limitReads);
  const { receiver } = options;
  if (receiver) await app.register(async (inside) => webhookRoutes(inside, receiver, createReadLimit(perMinute)));
  referenceRoutes(app, options, limitReads);
  if (operator) await app.register(async (inside) => operatorRoutes(inside, operator, limitReads));
  await app.register(async (inside) => scriptRoutes(inside, options));
  healthRoutes(app, options, limitReads);
  return app;
}

function createFastify({ settings, logger }: AppOptions): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = logger;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: createRequestIds(),
    // A logger of its own would cost every request more than the rest of the hot path; lines name their request instead.
    childLoggerFactory: (parent) => parent,
    bodyLimit: BODY_LIMIT,
    // A slow sender is cut off; an event stream sends no request body, so this does not concern it.
    requestTimeout: 20_000,
    // Node looks for slow senders this often; its default of 30 s would more than double their time.
    http: { connectionsCheckingInterval: 5000 },
    // A client that does not read loses its connection, too; an event stream is never silent for so long.
    connectionTimeout: 90_000,
    clientErrorHandler: respondToMalformedRequest(logger),
    trustProxy: trustedProxies(settings.TRUST_PROXY),
    // What arrives on an open connection while we stop is still answered, in a form that pages can read.
    return503OnClosing: false,
    // An address that cannot be read reaches no route and no hook.
    frameworkErrors: (error, request, reply) => {
      introduce(request, reply);
      makeReadable(reply);
      sendProblem(error, request, reply);
    },
  });
  app.decorate('refusals', createRefusalLog(logger));
  app.addHook('onClose', async () => app.refusals.flush());
  endSilentConnections(app);
  limitConnections(app, settings.MAX_CONNECTIONS);
  limitPipelines(app.server);
  limitBodies(app, {
    smallBody: BODY_LIMIT,
    small: settings.MAX_OPEN_BODIES,
    large: settings.MAX_OPEN_WEBHOOK_BODIES,
  });
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(sendNotFound);
  // Hooks that wait for nothing call back at once: a promise for each would show on the hot path.
  app.addHook('onRequest', (request, reply, done) => {
    // Hung up on already, in the middle of what was sent at once: nothing is made for nobody.
    if (request.raw.socket.destroyed) return void reply.hijack();
    introduce(request, reply);
    const repeated = repeatedHeader(request.raw.rawHeaders);
    if (repeated === undefined) return done();
    makeReadable(reply);
    done(new Problem('validation_failed', { errors: [{ path: repeated, message: 'given twice' }] }));
  });
  logResponses(app, logger);
  return app;
}

/** What every answer says. */
function introduce(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
}

function wireRoutes(v1: FastifyInstance, options: AppOptions, limitReads: ReadLimit): void {
  v1.addHook('onRequest', (request, reply, done) => {
    makeReadable(reply);
    done(request.method === 'OPTIONS' ? undefined : limitReads(request));
  });
  acceptOnlyJson(v1);
  v1.setNotFoundHandler(sendNotFound);
  preflightRoute(v1);
  offerRoutes(v1, options);
  linkRoutes(v1, options);
}
