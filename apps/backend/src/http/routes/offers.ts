import { ResolveOfferRequest } from '@mytpe-pay/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { CachedResponse } from '../../links/response-cache.ts';
import type { RouteContext } from '../context.ts';
import { assertAllowedOrigin } from '../origins.ts';
import { requestLanguage, sendPrivateJson, validated } from '../request.ts';

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'public, max-age=5, stale-while-revalidate=30',
  vary: 'Origin, Accept-Language',
};

/** `GET /v1/offers/{id}`: the hot path, answered from memory. `POST /v1/offers/resolve`: a signed offer. */
export function offerRoutes(app: FastifyInstance, { service, settings }: RouteContext): void {
  const { ALLOWED_ORIGINS: allowed, PUBLIC_URL: publicUrl } = settings;

  // Not async: an answer that is ready is sent without a promise.
  app.get<{ Params: { id: string } }>('/offers/:id', (request, reply) => {
    const { id } = request.params;
    const language = requestLanguage(request);
    assertAllowedOrigin(request, publicUrl, allowed, service.offer(id).allowedOrigins);
    const ready = service.cachedOfferResponse(id, language);
    if (ready) return sendAnswer(request, reply, ready);
    return service.offerResponse(id, language).then((answer) => sendAnswer(request, reply, answer));
  });

  app.post('/offers/resolve', async (request, reply) => {
    assertAllowedOrigin(request, publicUrl, allowed);
    const { offer_token: token } = validated(ResolveOfferRequest, request.body);
    const offer = await service.signedOffer(token);
    assertAllowedOrigin(request, publicUrl, offer.allowedOrigins);
    return sendPrivateJson(reply, await service.signedOfferView(offer, requestLanguage(request)));
  });
}

function sendAnswer(request: FastifyRequest, reply: FastifyReply, { body, etag }: CachedResponse): FastifyReply {
  void reply.headers(HEADERS).header('etag', etag);
  if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
  return reply.send(body);
}
