import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';

import { collectRouteDocs } from '../../openapi/route-doc.ts';
import type { WebhookInbox } from '../../webhooks/receive-webhook.ts';
import { sendNotFound } from '../errors.ts';
import { acceptOnlyJson } from '../json-body.ts';
import { createReadLimit, limitHook } from '../limits.ts';
import { makeReadable, preflightRoute } from '../origins.ts';
import type { RouteContext } from '../request.ts';
import { BODY_LIMIT } from '../server.ts';
import { type AdminContext, adminRoutes } from './admin.ts';
import { docsRoutes } from './docs.ts';
import { countResponses, healthRoutes } from './health.ts';
import { homeRoutes } from './home.ts';
import { linkEventRoutes } from './link-events.ts';
import { linkRoutes } from './links.ts';
import { offerRoutes } from './offers.ts';
import { payRoutes } from './pay.ts';
import { qrCodeRoutes } from './qr-codes.ts';
import { receiptRoutes } from './receipts.ts';
import { scriptRoutes } from './scripts.ts';
import { webhookRoutes } from './webhooks.ts';

export interface RouteOptions extends Omit<RouteContext, 'limitReads'> {
  /** `null` without `ADMIN_TOKEN`: `/metrics` and `/admin/v1` then return 404. */
  readonly admin?: AdminContext | null;
  /** Absent when the backend receives no webhooks from MyTPE: `/webhooks/mytpe` then returns 404. */
  readonly inbox?: WebhookInbox | undefined;
}

/** Registers every route of the backend. The server is then ready to listen or to be injected into. */
export async function registerRoutes(
  app: FastifyInstance,
  { admin = null, inbox, ...options }: RouteOptions,
): Promise<void> {
  // Hooks apply to the routes that are registered after them.
  const documented = collectRouteDocs(app);
  if (admin) countResponses(app, admin.metrics);
  const { MAX_READS_PER_MINUTE: perMinute } = options.settings;
  const limitReads = createReadLimit(perMinute).count;
  const context: RouteContext = { ...options, limitReads };
  await app.register(async (v1) => pageRoutes(v1, context), { prefix: '/v1' });
  await app.register(async (pay) => {
    await pay.register(formbody, { bodyLimit: BODY_LIMIT });
    payRoutes(pay, context);
  });
  await app.register(async (limited) => {
    limited.addHook('onRequest', limitHook(limitReads));
    homeRoutes(limited, context);
    receiptRoutes(limited, context);
    docsRoutes(limited, context, documented);
  });
  if (inbox) await app.register(async (inside) => webhookRoutes(inside, inbox, createReadLimit(perMinute)));
  if (admin) await app.register(async (inside) => adminRoutes(inside, admin, limitReads));
  await app.register(async (inside) => scriptRoutes(inside, context));
  healthRoutes(app, context);
}

/** `/v1`: the routes that the button on a page calls. */
function pageRoutes(v1: FastifyInstance, context: RouteContext): void {
  v1.addHook('onRequest', (request, reply, done) => {
    makeReadable(reply);
    done(request.method === 'OPTIONS' ? undefined : context.limitReads(request));
  });
  acceptOnlyJson(v1);
  v1.setNotFoundHandler(sendNotFound);
  preflightRoute(v1);
  offerRoutes(v1, context);
  linkRoutes(v1, context);
  linkEventRoutes(v1, context);
  qrCodeRoutes(v1, context);
}
