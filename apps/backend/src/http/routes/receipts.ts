import type { FastifyInstance } from 'fastify';

import { problems, type RouteDoc, typed } from '../../openapi/route-doc.ts';
import type { RouteContext } from '../request.ts';

const HEADERS = {
  'content-type': 'application/jwk-set+json; charset=utf-8',
  'cache-control': 'public, max-age=300',
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
};

/** `GET /.well-known/jwks.json`: the public keys of receipts (RFC 7517), for the merchant's server. */
export function receiptRoutes(app: FastifyInstance, { service }: RouteContext): void {
  const doc = (): RouteDoc => ({
    operationId: 'receiptKeys',
    tag: 'Operation',
    summary: 'The public keys of receipts',
    responses: {
      200: typed('A JWK Set (RFC 7517).', 'application/jwk-set+json', {
        type: 'object',
        required: ['keys'],
        properties: { keys: { type: 'array', items: { type: 'object' } } },
      }),
      ...problems('rate_limited'),
    },
  });
  app.get('/.well-known/jwks.json', { config: { doc } }, async (_request, reply) =>
    reply.headers(HEADERS).send(JSON.stringify(await service.receiptKeys())),
  );
}
