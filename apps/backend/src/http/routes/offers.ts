import { ResolveOfferRequest } from '@mytpe-pay/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { CachedResponse } from '../../links/response-cache.ts';
import {
  ALWAYS,
  etag,
  inPath,
  json,
  jsonBody,
  lang,
  NOT_MODIFIED,
  problems,
  type RouteDoc,
  schemaRef,
  TOKEN,
  UPSTREAM,
} from '../../openapi/route-doc.ts';
import { assertAllowedOrigin } from '../origins.ts';
import { requestLanguage, type RouteContext, sendPrivateJson, validated } from '../request.ts';

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'public, max-age=5, stale-while-revalidate=30',
  vary: 'Origin, Accept-Language',
};

/** `GET /v1/offers/{id}`, the hot path, served from memory; `POST /v1/offers/resolve`, which reads a signed offer. */
export function offerRoutes(app: FastifyInstance, { service, settings }: RouteContext): void {
  const { ALLOWED_ORIGINS: allowed, PUBLIC_URL: publicUrl } = settings;

  // Not async: a cached response is sent without a promise.
  app.get<{ Params: { id: string } }>('/offers/:id', { config: { doc: READ } }, (request, reply) => {
    const { id } = request.params;
    const language = requestLanguage(request);
    assertAllowedOrigin(request, publicUrl, allowed, service.offer(id).allowedOrigins);
    const cached = service.cachedOfferResponse(id, language);
    if (cached) return sendCached(request, reply, cached);
    return service.offerResponse(id, language).then((response) => sendCached(request, reply, response));
  });

  app.post('/offers/resolve', { config: { doc: RESOLVE } }, async (request, reply) => {
    assertAllowedOrigin(request, publicUrl, allowed);
    const { offer_token: token } = validated(ResolveOfferRequest, request.body);
    const offer = await service.signedOffer(token);
    assertAllowedOrigin(request, publicUrl, offer.allowedOrigins);
    return sendPrivateJson(reply, await service.signedOfferView(offer, requestLanguage(request)));
  });
}

function sendCached(request: FastifyRequest, reply: FastifyReply, { body, etag }: CachedResponse): FastifyReply {
  void reply.headers(HEADERS).header('etag', etag);
  if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
  return reply.send(body);
}

const READ = (): RouteDoc => ({
  operationId: 'readOffer',
  tag: 'Pages',
  summary: 'Read an offer',
  description: 'Creates the shared link of a shared offer on the first read. Never creates a payer’s link.',
  parameters: [inPath('id', 'The offer’s id in the catalog.', schemaRef('OfferId')), lang],
  responses: {
    200: json('The offer, in the visitor’s language.', 'OfferView', { ETag: etag }),
    304: NOT_MODIFIED,
    ...problems('validation_failed', 'origin_not_allowed', 'offer_not_found', ...ALWAYS, ...UPSTREAM),
  },
});

const RESOLVE = (): RouteDoc => ({
  operationId: 'resolveOffer',
  tag: 'Pages',
  summary: 'Read a signed offer',
  description: 'The token is in the body, because addresses appear in logs.',
  parameters: [lang],
  requestBody: jsonBody('ResolveOfferRequest'),
  responses: {
    200: json('The offer, in the visitor’s language.', 'OfferView'),
    ...problems('validation_failed', ...TOKEN, 'origin_not_allowed', ...ALWAYS, ...UPSTREAM),
  },
});
