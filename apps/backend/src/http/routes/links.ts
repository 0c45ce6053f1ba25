import { CreateLinkRequest, IdempotencyKey, LinkId, type LinkView } from '@mytpe-pay/contract';
import { parseMoney } from '@mytpe-pay/contract/money';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Offer } from '../../domain/offer.ts';
import { MESSAGES } from '../../i18n/messages.ts';
import { Problem } from '../../lib/problem.ts';
import type { RouteContext } from '../context.ts';
import { sendPlainProblem } from '../errors.ts';
import { assertAllowedOrigin } from '../origins.ts';
import { PRIVATE_JSON, requestLanguage, sendPrivateJson, validated, validatedOnce } from '../request.ts';
import { createStreamLimits, streamEvents } from './link-events.ts';
import { qrCodeRoutes } from './qr-codes.ts';

export type LinkRouteRequest = FastifyRequest<{ Params: { id: string } }>;

const createLinkRequest = validatedOnce(CreateLinkRequest);

/** Asking for a link, reading it, following it. */
export function linkRoutes(app: FastifyInstance, { service, settings }: RouteContext): void {
  const { ALLOWED_ORIGINS: allowed, PUBLIC_URL: publicUrl } = settings;
  const limits = createStreamLimits(settings.MAX_EVENT_STREAMS, settings.MAX_EVENT_STREAMS_PER_ADDRESS);
  app.addHook('preClose', () => limits.endAll());

  // Not async: a response from memory is sent without a promise.
  app.post('/links', (request, reply) => {
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

  app.get('/links/:id', async (request: LinkRouteRequest, reply) => sendPrivateJson(reply, await readable(request)));

  app.get('/links/:id/events', { exposeHeadRoute: false }, async (request: LinkRouteRequest, reply) => {
    const { scope } = await readable(request);
    // The id of a shared link is public: its streams could take all the places that payers need.
    if (scope === 'shared') {
      const { noStream } = MESSAGES[requestLanguage(request)];
      return sendPlainProblem(request, reply, 404, 'Not Found', noStream);
    }
    const release = limits.take(request, reply.raw);
    return streamEvents(reply, service, request.params.id, release);
  });

  qrCodeRoutes(app, settings, readable);

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

  /** The link, unless its offer, of the catalog or signed, does not allow the origin of the page that asks. */
  async function readable(request: LinkRouteRequest): Promise<LinkView> {
    assertAllowedOrigin(request, publicUrl, allowed);
    const { id } = request.params;
    // Not every database takes any text for an id.
    if (!LinkId.safeParse(id).success) throw new Problem('link_not_found');
    const { view, allowedOrigins } = await service.linkForPages(id);
    assertAllowedOrigin(request, publicUrl, allowedOrigins);
    return view;
  }
}

function isCurrent(version: string | undefined, offer: Offer): boolean {
  return version === undefined || version === offer.version;
}

function idempotencyKey(request: FastifyRequest): string | null {
  const header = request.headers['idempotency-key'];
  return header === undefined ? null : validated(IdempotencyKey, header, 'Idempotency-Key');
}
