import type { FastifyInstance, FastifyRequest } from 'fastify';

import { SANDBOX_KEY, SANDBOX_SECRET } from '../model/seed.ts';
import type { World } from '../model/world.ts';
import type { Dispatcher } from '../webhooks/dispatcher.ts';
import { bankAccountResource } from './bank-accounts.ts';
import { brandResource } from './brands.ts';
import { registerFormBody } from './form-body.ts';
import { registerFormRoutes } from './form-routes.ts';
import { identificationResource } from './identifications.ts';
import { instanceResource } from './instances.ts';
import { registerLinkRoutes } from './link-routes.ts';
import { ApiProblem, invalidCredentials } from './problem.ts';
import { registerResource } from './resource-routes.ts';
import { registerSubscriptionRoutes } from './subscription-routes.ts';
import { traderView } from './views.ts';

/** The API’s path, below the sandbox’s address. */
export const EXT_PREFIX = '/api/ext';

/** Creates the ext API as the reference describes it: credentials on every call, its envelope, its error bodies. */
export function createExtRoutes(world: World, baseUrl: () => string, webhooks: Dispatcher) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', async (request) => requireCredentials(request));
    app.setErrorHandler<Error & { statusCode?: number }>((error, request, reply) => {
      const problem = error instanceof ApiProblem ? error : asProblem(error);
      if (problem.assumed !== null) request.call?.assumed.push(problem.assumed);
      return reply.code(problem.status).send(problem.body);
    });
    app.setNotFoundHandler((request) => {
      const message = `No route for ${request.method} ${request.url.split('?', 1)[0]} in this sandbox.`;
      throw new ApiProblem(
        404,
        { error: 'NOT_FOUND', message },
        'The response to an unknown address is not documented.',
      );
    });
    const addressOf = (url: string) => {
      const [path = '', query = ''] = url.split('?', 2);
      return { path: `${baseUrl()}${path}`, query };
    };
    app.get('/me', () => ({ data: traderView() }));
    await registerFormBody(app);
    registerResource(app, identificationResource(world), addressOf);
    registerResource(app, brandResource(world, baseUrl), addressOf);
    registerResource(app, bankAccountResource(world), addressOf);
    registerResource(app, instanceResource(world, baseUrl), addressOf);
    registerFormRoutes(app, world, addressOf);
    registerLinkRoutes(app, world, addressOf);
    registerSubscriptionRoutes(app, world, webhooks, addressOf);
  };
}

function requireCredentials({ headers, call }: FastifyRequest): void {
  const wrong = Object.entries({ 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET })
    .filter(([name, expected]) => headers[name] !== expected)
    .map(([name]) => `${name} is ${headers[name] === undefined ? 'missing' : 'wrong'}`);
  if (wrong.length === 0) return;
  call?.assumed.push(`Only the sandbox reports the reason: ${wrong.join(', ')}.`);
  throw invalidCredentials();
}

/** Refusals of the HTTP layer: invalid JSON, a body too large, a content type other than JSON. */
function asProblem(error: Error & { statusCode?: number }): ApiProblem {
  const status = error.statusCode ?? 500;
  const message = status < 500 ? error.message : `The sandbox failed: ${error.message}`;
  const code = status < 500 ? 'BAD_REQUEST' : 'SANDBOX_FAILURE';
  return new ApiProblem(status, { error: code, message }, `Status ${status} is not in the documented list.`);
}
