import { createHash } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Actor } from '../../admin/admin-views.ts';
import type { AdminService } from '../../admin/admin-service.ts';
import type { DeliveryService } from '../../admin/delivery-service.ts';
import type { OfferSigning } from '../../admin/offer-signing.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import { ASK_BROWSER, isKnownOperator, isOperator } from '../admin-access.ts';
import { sendPlainProblem } from '../errors.ts';
import { acceptOnlyJson } from '../json-body.ts';
import { isCrossSite } from '../origins.ts';
import type { ReadLimit } from '../rate-limit.ts';
import { adminRoutes, deliveryRoutes } from './admin.ts';
import { offerTokenRoutes } from './offer-tokens.ts';

/** What there is with an operator only. */
export interface AdminAccess {
  /** `ADMIN_TOKEN`. */
  readonly token: string;
  readonly metrics: Metrics;
  readonly desk: AdminService;
  readonly offers: OfferSigning;
  readonly deliveries: DeliveryService;
  /** `PUBLIC_URL`. */
  readonly publicUrl: string | undefined;
}

/** `/metrics` and `/admin/v1`. Guesses at the token are limited like any other request, and logged. */
export function operatorRoutes(
  app: FastifyInstance,
  { token, metrics, desk, offers, deliveries, publicUrl }: AdminAccess,
  limitReads: ReadLimit,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    const problem = limitReads(request);
    if (problem) return done(problem);
    const isKnown = isKnownOperator(request, reply, token);
    // Another site's page must not make the operator's browser export data.
    if (isKnown && (isOperator(request, token) || !isCrossSite(request, undefined))) return done();
    void reply.header('www-authenticate', asksForPage(request) ? ASK_BROWSER : 'Bearer realm="MyTPE Pay"');
    sendPlainProblem(request, reply, 401, 'Unauthorized', 'The operator’s token is missing or wrong.');
  });

  app.get('/metrics', async (_request, reply) => {
    const { contentType, body } = await metrics.exposition();
    return reply.headers({ 'content-type': contentType, 'cache-control': 'no-store' }).send(body);
  });
  const operator = createHash('sha256').update(token).digest('hex').slice(0, 12);
  acceptOnlyJson(app);
  adminRoutes(app, desk, operator);
  const actor = ({ id }: FastifyRequest): Actor => ({ name: operator, requestId: id });
  offerTokenRoutes(app, offers, publicUrl, actor);
  deliveryRoutes(app, deliveries, actor);
}

/** Somebody follows a link in a browser, which can then ask for the token. */
function asksForPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-site'] !== 'cross-site';
}
