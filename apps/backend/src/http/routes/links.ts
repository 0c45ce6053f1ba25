import { CreateLinkRequest, IdempotencyKey } from '@mytpe-pay/contract';
import { parseMoney } from '@mytpe-pay/contract/money';
import type { FastifyInstance, FastifyRequest } from 'fastify';

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
import { requestLanguage, type RouteContext, sendPrivateJson, validated } from '../request.ts';
import { linkParameters, linkProblems, type LinkRouteRequest, readLinkForPage } from './link-access.ts';

/** `POST /v1/links` creates or finds a link; `GET /v1/links/{id}` reads it. */
export function linkRoutes(app: FastifyInstance, context: RouteContext): void {
  const { service, settings } = context;
  const { ALLOWED_ORIGINS: allowed, PUBLIC_URL: publicUrl } = settings;

  app.post('/links', { config: { doc: CREATE } }, async (request, reply) => {
    assertAllowedOrigin(request, publicUrl, allowed);
    const body = validated(CreateLinkRequest, request.body);
    const offer =
      body.offer_token === undefined ? service.offer(body.offer!) : await service.signedOffer(body.offer_token);
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
  });

  app.get('/links/:id', { config: { doc: READ } }, async (request: LinkRouteRequest, reply) =>
    sendPrivateJson(reply, await readLinkForPage(context, request)),
  );
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
