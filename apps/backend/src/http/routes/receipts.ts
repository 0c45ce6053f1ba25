import type { FastifyInstance } from 'fastify';

import type { RouteContext } from '../context.ts';
import type { ReadLimit } from '../rate-limit.ts';

const HEADERS = {
  'content-type': 'application/jwk-set+json; charset=utf-8',
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
};

/** The public keys of receipts (RFC 7517), for the merchant's server. */
export function receiptKeyRoutes(app: FastifyInstance, { service }: RouteContext, limitReads: ReadLimit): void {
  const onRequest = (request: Parameters<ReadLimit>[0], _reply: unknown, done: (problem?: Error) => void): void =>
    done(limitReads(request));
  app.get('/.well-known/jwks.json', { onRequest }, async (_request, reply) =>
    reply.headers(HEADERS).send(JSON.stringify(await service.receiptKeys())),
  );
}
