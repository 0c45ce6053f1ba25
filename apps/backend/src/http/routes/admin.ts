import { createHash } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

import type { AdminService } from '../../admin/admin-service.ts';
import { type Actor, auditEntry, OfferTokenClaims } from '../../admin/admin-views.ts';
import { adminDelivery, type DeliveryService } from '../../admin/delivery-service.ts';
import type { OfferSigning } from '../../admin/offer-signing.ts';
import { MESSAGES } from '../../i18n/messages.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import {
  ALWAYS,
  forOperator,
  inPath,
  inQuery,
  json,
  jsonBody,
  lang,
  plainProblem,
  problems,
  type RouteDoc,
  text,
} from '../../openapi/route-doc.ts';
import { createSnippets } from '../../pages/snippets.ts';
import { DELIVERY_STATES } from '../../repository/outbox.ts';
import { requireOperator } from '../admin-access.ts';
import { sendPlainProblem } from '../errors.ts';
import { acceptOnlyJson } from '../json-body.ts';
import { ownUrl } from '../origins.ts';
import type { ReadLimit } from '../limits.ts';
import { requestLanguage, sendPrivateJson, validated } from '../request.ts';
import { adminLinkRoutes } from './admin-links.ts';
import { cursor, limit, parseAuditQuery, parseDeliveriesQuery } from './admin-query.ts';
import { metricsRoute } from './health.ts';

/** The services behind `/metrics` and `/admin/v1`. */
export interface AdminContext {
  /** `ADMIN_TOKEN`. */
  readonly token: string;
  readonly metrics: Metrics;
  readonly service: AdminService;
  readonly offers: OfferSigning;
  readonly deliveries: DeliveryService;
  /** `PUBLIC_URL`. */
  readonly publicUrl: string | undefined;
}

type IdentifyActor = (request: FastifyRequest) => Actor;

/** `/metrics` and `/admin/v1`, for the operator only. */
export function adminRoutes(app: FastifyInstance, context: AdminContext, limitReads: ReadLimit): void {
  const { token, metrics, service, deliveries } = context;
  app.addHook('onRequest', requireOperator(token, limitReads));
  metricsRoute(app, metrics);
  acceptOnlyJson(app);
  const name = createHash('sha256').update(token).digest('hex').slice(0, 12);
  const actor: IdentifyActor = ({ id }) => ({ name, requestId: id });
  adminLinkRoutes(app, service, actor);
  auditRoute(app, service);
  offerTokenRoute(app, context, actor);
  deliveryRoutes(app, deliveries, actor);
}

function auditRoute(app: FastifyInstance, service: AdminService): void {
  const doc = (): RouteDoc =>
    forOperator({
      operationId: 'readAudit',
      summary: 'Read the audit log, latest first',
      parameters: [cursor(), limit()],
      responses: { 200: json('A page of the audit log.', 'AuditPage'), ...problems('validation_failed', ...ALWAYS) },
    });
  app.get('/admin/v1/audit', { config: { doc } }, async (request, reply) => {
    const { before, limit } = parseAuditQuery(request.query);
    const { items, next } = await service.audit(before, limit);
    return sendPrivateJson(reply, { items: items.map(auditEntry), next: next && String(next) });
  });
}

const OfferTokenBody = z.looseObject(OfferTokenClaims.shape);

/** `POST /admin/v1/offer-tokens`: signs an offer and returns the markup for a page. */
function offerTokenRoute(app: FastifyInstance, { offers, publicUrl }: AdminContext, actor: IdentifyActor): void {
  const doc = (): RouteDoc =>
    forOperator({
      operationId: 'signOffer',
      summary: 'Sign an offer and return its markup',
      description:
        'Signs with the first HS256 key of `OFFER_TOKEN_KEYS` and validates the token like a token from a page. The audit log records the action without the token.',
      parameters: [lang],
      requestBody: jsonBody('OfferToSign'),
      responses: {
        201: json('The token and its markup.', 'SignedOfferToken'),
        409: plainProblem('`OFFER_TOKEN_KEYS` has no HS256 key to sign with.'),
        ...problems('validation_failed', ...ALWAYS),
      },
    });
  app.post('/admin/v1/offer-tokens', { config: { doc } }, async (request, reply) => {
    const { jti, exp, ...offer } = validated(OfferTokenBody, request.body);
    const signed = await offers.sign(offer, { jti, exp }, actor(request));
    if (signed === null) {
      const why =
        'There is no key to sign with: OFFER_TOKEN_KEYS holds none for HS256. Public keys only check what others signed.';
      return sendPlainProblem(request, reply, 409, 'Conflict', why);
    }
    const snippets = createSnippets(ownUrl(request, publicUrl));
    return sendPrivateJson(reply.code(201), {
      token: signed.token,
      jti: signed.jti,
      kid: signed.kid,
      expires_at: new Date(signed.expiresAt).toISOString(),
      markup: snippets.signed(signed.token, MESSAGES[requestLanguage(request)].pay.button),
    });
  });
}

/** The ids that the outbox creates; databases do not accept every text as an id. */
const EVENT_ID = /^msg_[\w-]{22}$/;

/** `/admin/v1/deliveries`: the webhooks to the merchant's server, and their replay. */
function deliveryRoutes(app: FastifyInstance, service: DeliveryService, actor: IdentifyActor): void {
  app.get('/admin/v1/deliveries', { config: { doc: LIST_DELIVERIES } }, async (request, reply) => {
    const { status, before, limit } = parseDeliveriesQuery(request.query);
    const { items, next } = await service.deliveries(status, before, limit);
    return sendPrivateJson(reply, { items: items.map(adminDelivery), next: next && String(next) });
  });

  app.post<{ Params: { id: string } }>(
    '/admin/v1/deliveries/:id/replay',
    { config: { doc: REPLAY_DELIVERY } },
    async (request, reply) => {
      const { id } = request.params;
      const replayed = EVENT_ID.test(id) ? await service.replay(id, actor(request)) : null;
      if (!replayed) return sendPlainProblem(request, reply, 404, 'Not Found', 'There is no delivery of this id.');
      if (replayed.done) return sendPrivateJson(reply, adminDelivery(replayed.event));
      const why = 'It is being sent, or waits for an earlier event of its link.';
      return sendPlainProblem(request, reply, 409, 'Conflict', why);
    },
  );
}

const LIST_DELIVERIES = (): RouteDoc =>
  forOperator({
    operationId: 'listDeliveries',
    summary: 'List webhooks to the merchant’s server, latest first',
    description: 'Keeps delivered webhooks for 30 days and failed ones permanently.',
    parameters: [
      inQuery('status', 'Only deliveries with this status.', { type: 'string', enum: DELIVERY_STATES }),
      cursor(),
      limit(),
    ],
    responses: { 200: json('A page of deliveries.', 'DeliveryPage'), ...problems('validation_failed', ...ALWAYS) },
  });

const REPLAY_DELIVERY = (): RouteDoc =>
  forOperator({
    operationId: 'replayDelivery',
    summary: 'Send a webhook again',
    description:
      'Restarts the attempts under the same `webhook-id`. A delivery that waits for its next attempt is sent immediately. The audit log records the action.',
    parameters: [inPath('id', 'The delivery’s id.', text)],
    responses: {
      200: json('The delivery is queued.', 'AdminDelivery'),
      404: plainProblem('No delivery has this id.'),
      409: plainProblem('The delivery is being sent, or waits for an earlier event of its link.'),
      ...problems('validation_failed', ...ALWAYS),
    },
  });
