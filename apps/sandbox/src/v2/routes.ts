import type { FastifyInstance, FastifyRequest } from 'fastify';

import { SANDBOX_KEY, SANDBOX_SECRET } from '../model/seed.ts';
import type { World } from '../model/world.ts';
import { MAX_LOGO_BYTES, registerFormBody } from './form-body.ts';
import { registerInstanceRoutes } from './instance-routes.ts';
import { registerLinkRoutes } from './link-routes.ts';
import { V2Problem, invalidFields, refusal } from './problem.ts';
import { registerTransactionRoutes } from './transaction-routes.ts';
import { registerWebhookRoutes } from './webhook-routes.ts';

/** The path of v2, below the sandbox’s address. */
export const V2_PREFIX = '/api/v2/mytpe-pay';

type HttpError = Error & { statusCode?: number; code?: string };

/** Creates the v2 API: the same credentials as ext, and its own records, envelope, paginator and errors. */
export function createV2Routes(world: World, baseUrl: () => string) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', async (request) => requireCredentials(request));
    app.setErrorHandler<HttpError>((error, request, reply) => {
      const problem = error instanceof V2Problem ? error : asProblem(error);
      if (problem.assumed !== null) request.call?.assumed.push(problem.assumed);
      return reply.code(problem.status).send(problem.body);
    });
    app.setNotFoundHandler((request) => {
      throw refusal(404, `No route for ${request.method} ${request.url.split('?', 1)[0]} in this sandbox.`);
    });
    await registerFormBody(app);
    registerInstanceRoutes(app, world, baseUrl);
    registerLinkRoutes(app, world, baseUrl);
    registerTransactionRoutes(app, world);
    registerWebhookRoutes(app, world);
  };
}

function requireCredentials({ headers, call }: FastifyRequest): void {
  const wrong = Object.entries({ 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET })
    .filter(([name, expected]) => headers[name] !== expected)
    .map(([name]) => `${name} is ${headers[name] === undefined ? 'missing' : 'wrong'}`);
  if (wrong.length === 0) return;
  call?.assumed.push(`Only the sandbox reports the reason: ${wrong.join(', ')}.`);
  throw refusal(401, 'Invalid API credentials.');
}

/** Refusals of the HTTP layer: a logo too large, a broken form, invalid JSON, another content type. */
function asProblem(error: HttpError): V2Problem {
  if (error.code === 'FST_REQ_FILE_TOO_LARGE') {
    const megabytes = MAX_LOGO_BYTES / 1024 / 1024;
    return invalidFields({ logo: [`The logo field must not be larger than ${megabytes} MB.`] });
  }
  const status = error.statusCode ?? 500;
  return refusal(status, status < 500 ? error.message : `The sandbox failed: ${error.message}`);
}
