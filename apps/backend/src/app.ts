import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

import { createAdminService } from './admin/admin-service.ts';
import { createDeliveryService } from './admin/delivery-service.ts';
import { createOfferSigning } from './admin/offer-signing.ts';
import { openCatalogFile } from './config/catalog.ts';
import type { Settings } from './config/settings-schema.ts';
import { registerRoutes } from './http/routes/routes.ts';
import { loadScripts } from './http/script-library.ts';
import { createHttpServer } from './http/server.ts';
import { systemClock } from './lib/clock.ts';
import { explained } from './lib/problem.ts';
import { createScheduler } from './lib/scheduler.ts';
import { createApplyCatalog } from './links/apply-catalog.ts';
import { startBackgroundJobs } from './links/background-jobs.ts';
import { linkLimits } from './links/budget.ts';
import { createInstances } from './links/instances.ts';
import { createIssuer } from './links/issuer.ts';
import { subscribeToLinkEvents } from './links/link-event-subscribers.ts';
import { createLinkEvents, createReplicaSync, createTopic } from './links/link-events.ts';
import { createLinkRequests } from './links/request-link.ts';
import { createLinkService } from './links/link-service.ts';
import { createPoller } from './links/poller.ts';
import { createReceipts } from './links/receipts.ts';
import { createResponseCache } from './links/response-cache.ts';
import { createRetire } from './links/retire.ts';
import { createSharedLinks } from './links/shared-links.ts';
import { assertOfferKeys, createSignedOffers } from './links/signed-offers.ts';
import { createSignedOrders } from './links/signed-orders.ts';
import { createSweeper } from './links/sweeper.ts';
import { countingIssuer, countPayments, storeGauges } from './metrics/metrics.ts';
import { withCircuitBreaker } from './mytpe/circuit-breaker.ts';
import { openGateway } from './mytpe/open.ts';
import { openRepository } from './repository/repository.ts';
import { eventIds, startIncomingWebhooks, startOutgoingWebhooks } from './webhooks/webhooks.ts';

/** A backend whose background work runs, but which does not listen yet. */
export interface Backend {
  readonly app: FastifyInstance;
  /** Reads the catalog again, as on SIGHUP. */
  reload(): void;
  /** Rejects new requests, finishes the work in progress, closes the store. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Creates the backend and starts its background work.
 * @param scriptsDirectory the directory of the built drop-in.
 * @throws if the catalog or the store cannot be used.
 */
export async function createBackend(settings: Settings, log: Logger, scriptsDirectory: string): Promise<Backend> {
  const clock = systemClock;
  const { ADMIN_TOKEN: token = null, MYTPE_BASE_URL: baseUrl, MYTPE_ENVIRONMENT: environment } = settings;
  const publicUrl = settings.PUBLIC_URL ?? `http://${settings.HOST}:${settings.PORT}`;

  // The events come first: publishers and subscribers are created after them, and do not know each other.
  const linkEvents = createLinkEvents(settings.MAX_WATCHED_LINKS_PER_ADDRESS);
  const termsChanged = createTopic<void>();

  const repository = await explained(() => openRepository(settings.STORE_URL, log));
  const gauges = storeGauges(repository, baseUrl, clock);
  // The metrics library is loaded only if an operator can read the metrics.
  const metrics = token === null ? null : (await import('./metrics/prometheus.ts')).createPrometheusMetrics(gauges);
  const mytpe = openGateway(settings, metrics?.gatewayCalled);
  const gateway = withCircuitBreaker(mytpe.gateway, log, metrics?.circuitMoved);
  const scheduler = createScheduler(clock, log);

  // The publishers of link events: issuer, poller and replica sync.
  const common = {
    repository,
    gateway,
    baseUrl,
    clock,
    log,
    linkEvents,
    newEventId: eventIds(settings),
    limits: linkLimits(settings),
    waitMs: settings.CREATE_WAIT_MS,
  };
  const plainIssuer = createIssuer({ ...common, reconcileDelayMs: settings.RECONCILE_DELAY_MS });
  const issuer = metrics ? countingIssuer(plainIssuer, metrics) : plainIssuer;
  const poller = createPoller({ ...common, issuer });
  const replicaSync = createReplicaSync(common);

  // The publishers of changed terms: the catalog's file, and the account's payment instance.
  const { refusal } = gateway;
  const onChange = (): void => termsChanged.publish();
  const catalogFile = await explained(() => openCatalogFile({ path: settings.OFFERS_FILE, log, onChange, refusal }));
  const catalog = catalogFile.current;
  const instances = await createInstances({
    ...common,
    configured: settings.MYTPE_PAYMENT_INSTANCE_ID ?? null,
    apiKey: settings.MYTPE_API_KEY,
    onMove: onChange,
  });

  const sweeper = createSweeper({
    ...common,
    issuer,
    poller,
    graceMs: settings.GRACE_MINUTES * 60_000,
    offers: () => catalog().values(),
  });
  const receipts = await createReceipts({
    ...common,
    issuer: publicUrl,
    environment,
    signingKey: settings.RECEIPT_SIGNING_KEY ?? null,
  });
  const offerKeys = settings.OFFER_TOKEN_KEYS ?? [];
  await assertOfferKeys(offerKeys);
  const readSignedOffer = createSignedOffers({
    keys: offerKeys,
    audience: publicUrl,
    acceptsLegacyAudience: settings.OFFER_TOKEN_AUDIENCE !== undefined,
    clock,
    refusal,
  });
  const sharedLinks = createSharedLinks({ ...common, issuer, instances });
  const responseCache = createResponseCache({
    ...common,
    instances,
    sharedLinks,
    environment,
    viewWaitMs: settings.SHOW_SHARED_LINK_WAIT_MS,
    staleMs: settings.SHARED_LINK_STALE_MS,
  });
  const retire = createRetire({ ...common, issuer, poller });
  const signedOrders = createSignedOrders({ ...common, issuer, retire, instances });

  subscribeToLinkEvents({ ...common, sharedLinks, responseCache, receipts, signedOrders });
  if (metrics) linkEvents.subscribe(countPayments(metrics));

  const applyCatalog = createApplyCatalog({ ...common, catalog, instances, sharedLinks, responseCache });
  termsChanged.subscribe(() => {
    applyCatalog()
      .then(() => sweeper.sweep())
      .catch((error: unknown) => log.error({ err: error }, 'could not apply the new terms'));
  });
  const requestLink = await createLinkRequests({ ...common, issuer, instances, sharedLinks, signedOrders });
  const service = createLinkService({
    ...common,
    catalog,
    instances,
    poller,
    receipts,
    readSignedOffer,
    signedOrders,
    requestLink,
    responseCache,
  });
  await applyCatalog();

  const inbox = await startIncomingWebhooks({
    ...common,
    settings,
    publicUrl,
    subscriptions: mytpe.subscriptions,
    poller,
    scheduler,
  });
  const webhooksOut = startOutgoingWebhooks({
    ...common,
    settings,
    environment,
    receipts,
    scheduler,
    onTry: metrics?.webhookTried,
  });
  const scripts = await explained(() => loadScripts(scriptsDirectory, repository));
  const admin =
    token === null || metrics === null
      ? null
      : {
          token,
          metrics,
          service: createAdminService({ ...common, poller }),
          deliveries: createDeliveryService(common),
          offers: createOfferSigning({ ...common, keys: offerKeys, audience: publicUrl, read: readSignedOffer }),
          publicUrl: settings.PUBLIC_URL,
        };
  const app = createHttpServer(settings, log);
  await registerRoutes(app, { service, settings, scripts, admin, inbox });
  startBackgroundJobs({ scheduler, instances, poller, replicaSync, sweeper });

  const end = async (): Promise<void> => {
    catalogFile.close();
    await app.close();
    await Promise.all([scheduler.stop(), webhooksOut?.stop()]);
    await issuer.idle();
    await replicaSync.stop();
    await mytpe.close();
    await repository.close();
  };
  let ended: Promise<void> | null = null;
  return { app, reload: catalogFile.reload, close: () => (ended ??= end()) };
}
