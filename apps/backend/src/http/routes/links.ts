import { CreateLinkRequest, IdempotencyKey } from '@mytpe-pay/contract';
import { parseMoney } from '@mytpe-pay/contract/money';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Offer } from '../../domain/offer.ts';
import {
  CREATE_LINK,
  header,
  json,
  jsonBody,
  lang,
  type Parameter,
  problems,
  type RouteDoc,
  schemaRef,
} from '../../openapi/route-doc.ts';
import { assertAllowedOrigin } from '../origins.ts';
import {
  PRIVATE_JSON,
  requestLanguage,
  type RouteContext,
  sendPrivateJson,
  validated,
  validatedOnce,
} from '../request.ts';
import { linkParameters, linkProblems, type LinkRouteRequest, readLinkForPage } from './link-access.ts';

const createLinkRequest = validatedOnce(CreateLinkRequest);

/** `POST /v1/links` creates or finds a link; `GET /v1/links/{id}` reads it. */
export function linkRoutes(app: FastifyInstance, context: RouteContext): void {
  const { service, settings } = context;
  const { ALLOWED_ORIGINS: allowed, PUBLIC_URL: publicUrl } = settings;

  // Not async: a response from memory is sent without a promise.
  app.post('/links', { config: { doc: CREATE } }, (request, reply) => {
    assertAllowedOrigin(request, publicUrl, allowed);
    const body = createLinkRequest(request.body);
    const { offer: id, offer_token: token } = body;
    if (id === undefined) return service.signedOffer(token!).then((offer) => create(request, reply, offer, body));
    const offer = service.offer(id);
    const cached = body.amount === undefined && isCurrent(body.version, offer) ? service.cachedLink(offer) : undefined;
    if (!cached) return create(request, reply, offer, body);
    assertAllowedOrigin(request, publicUrl, offer.allowedOrigins);
    // Checked although the link is the same for every key.
    idempotencyKey(request);
    return reply.headers(PRIVATE_JSON).header('location', cached.location).send(cached.body);
  });

  app.get('/links/:id', { config: { doc: READ } }, async (request: LinkRouteRequest, reply) =>
    sendPrivateJson(reply, await readLinkForPage(context, request)),
  );

  async function create(
    request: FastifyRequest,
    reply: FastifyReply,
    offer: Offer,
    body: CreateLinkRequest,
  ): Promise<FastifyReply> {
    assertAllowedOrigin(request, publicUrl, offer.allowedOrigins);
    const { view, created } = await service.createLink({
      offer,
      amount: body.amount === undefined ? null : parseMoney(body.amount)!,
      version: body.version ?? null,
      reference: body.reference ?? null,
      idempotencyKey: idempotencyKey(request),
      origin: request.headers.origin ?? null,
      address: request.ip,
      solution: body.solution,
      language: requestLanguage(request),
    });
    if (created) void reply.code(201);
    return sendPrivateJson(reply.header('location', `/v1/links/${view.id}`), view);
  }
}

function isCurrent(version: string | undefined, offer: Offer): boolean {
  return version === undefined || version === offer.version;
}

function idempotencyKey(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key'];
  return header === undefined ? null : validated(IdempotencyKey, header, 'Idempotency-Key');
}

const keyHeader = (): Parameter => ({
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Identifies one attempt to pay: the same key returns the same link. Required where the payer gets a separate link. ' +
    'Generate it at random, with at least 122 random bits: a key that others can guess lets them read the link and its receipt.',
  schema: schemaRef('IdempotencyKey'),
});

const CREATE = (): RouteDoc => {
  const headers = { Location: header('The path to read the link from.') };
  return {
    operationId: 'createLink',
    tag: 'Pages',
    summary: 'Create or find a payment link',
    description:
      'A new link for one payer has its title and description in the language of the request. Under load the response is `challenge_required` with a proof-of-work challenge (ALTCHA). Repeat the request with the same key and the solved payload as `solution`.',
    parameters: [keyHeader(), lang],
    requestBody: jsonBody('CreateLinkRequest'),
    responses: {
      200: json('The existing link.', 'LinkView', headers),
      201: json('A new link.', 'LinkView', headers),
      ...problems(...CREATE_LINK, 'challenge_required'),
    },
  };
};

const READ = (): RouteDoc => ({
  operationId: 'readLink',
  tag: 'Pages',
  summary: 'Read a link',
  parameters: linkParameters(),
  responses: { 200: json('The link.', 'LinkView'), ...linkProblems() },
});
