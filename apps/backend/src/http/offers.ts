import { ResolveOfferRequest } from '@mytpe-pay/contract';
import type { FastifyInstance } from 'fastify';

import { Problem } from '../problem.ts';
import type { RouteContext } from './context.ts';
import { assertAllowedOrigin } from './origins.ts';
import { requestLanguage } from './request-language.ts';
import { validated } from './validated.ts';

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'public, max-age=5, stale-while-revalidate=30',
  vary: 'Origin, Accept-Language',
};

/** `GET /v1/offers/{id}`: the hot path, answered from memory. `POST /v1/offers/resolve`: a signed offer. */
export function offerRoutes(app: FastifyInstance, { service, settings }: RouteContext): void {
  const { ALLOWED_ORIGINS: allowed, PUBLIC_URL: publicUrl } = settings;

  app.get<{ Params: { id: string } }>('/offers/:id', async (request, reply) => {
    const { id } = request.params;
    const language = requestLanguage(request);
    assertAllowedOrigin(request, publicUrl, allowed, service.offer(id).allowedOrigins);
    const { body, etag } = service.readyOfferAnswer(id, language) ?? (await service.offerAnswer(id, language));
    void reply.headers(HEADERS).header('etag', etag);
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    return reply.send(body);
  });

  app.post('/offers/resolve', (request): never => {
    assertAllowedOrigin(request, publicUrl, allowed);
    validated(ResolveOfferRequest, request.body);
    throw tokensRefused();
  });
}

/** Without keys to check a signature, every token is refused. */
export function tokensRefused(): Problem {
  return new Problem('offer_token_invalid', { operator: 'this backend has no keys for offer tokens' });
}
