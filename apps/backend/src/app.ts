import { importOfferKey } from '@mytpe-pay/tokens';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

import type { LinkRow } from './domain/link.ts';
import { createAdminService } from './admin/admin-service.ts';
import { createDeliveryService } from './admin/delivery-service.ts';
import { createOfferSigning } from './admin/offer-signing.ts';
import { openCatalogFile } from './config/catalog.ts';
import type { Settings } from './config/settings.ts';
import { loadScripts } from './http/script-library.ts';
import { createHttpServer } from './http/server.ts';
import { systemClock } from './lib/clock.ts';
import { createScheduler } from './lib/scheduler.ts';
import { explained, StartError } from './lib/start-error.ts';
import { createInstances } from './links/instances.ts';
import { createIssuer } from './links/issuer.ts';
import { createLinkEvents } from './links/link-events.ts';
import { createLinkService, type RunningLinkService } from './links/link-service.ts';
import { createPoller } from './links/poller.ts';
import { createReceipts } from './links/receipts.ts';
import { createReplicaSync } from './links/replica-sync.ts';
import { createRetire } from './links/retire.ts';
import { createSignedOffers } from './links/signed-offers.ts';
import { createSweeper } from './links/sweeper.ts';
import { openMetrics } from './metrics/metrics.ts';
import { countingIssuer, countingStore, questionsOf } from './metrics/watch.ts';
import { withCircuitBreaker } from './mytpe/circuit-breaker.ts';
import { openGateway } from './mytpe/open.ts';
import { openRepository } from './repository/repository.ts';
import { startIncomingWebhooks, announcingStore, startOutgoingWebhooks } from './webhooks/webhooks.ts';

const READ_EVERY_MS = 1000;
const CATCH_UP_EVERY_MS = 3000;
const SWEEP_EVERY_MS = 30_000;
const SWEEP_DRAFTS_EVERY_MS = 10 * 60_000;
const REFRESH_INSTANCES_EVERY_MS = 2 * 60_000;
const HOUR_MS = 3_600_000;

/** The whole backend, assembled and running but not listening. */
export interface Backend {
  readonly app: FastifyInstance;
  /** Reads the catalog again, as on SIGHUP. */
  reload(): void;
  /** Stops taking requests, finishes what is under way, closes the store. Safe to call twice. */
  close(): Promise<void>;
}

/** @param scriptsDirectory where the button's built drop-in is. @throws when the catalog or the store cannot be used. */
export async function createBackend(settings: Settings, logger: Logger, scriptsDirectory: string): Promise<Backend> {
  const clock = systemClock;
  const opened = await explained(() => openRepository(settings.STORE_URL, logger));
  const { ADMIN_TOKEN: token = null, MYTPE_BASE_URL: baseUrl } = settings;
  const publicUrl = settings.PUBLIC_URL ?? `http://${settings.HOST}:${settings.PORT}`;
  const metrics = token === null ? null : await openMetrics(questionsOf(opened, baseUrl, clock));
  const announcing = announcingStore(opened, settings);
  const repository = metrics ? countingStore(announcing, metrics) : announcing;
  const mytpe = openGateway(settings, metrics?.gatewayCalled);
  const gateway = withCircuitBreaker(mytpe.gateway, logger, metrics?.circuitMoved);
  const scheduler = createScheduler(clock, logger);
  const linkEvents = createLinkEvents(settings.MAX_WATCHED_LINKS_PER_ADDRESS);

  let service: RunningLinkService | null = null;
  const onChange = (row: LinkRow) => service?.noteChange(row);
  const common = { repository, gateway, clock, log: logger, linkEvents, onChange };
  const plainIssuer = createIssuer({
    ...common,
    reconcileDelayMs: settings.RECONCILE_DELAY_MS,
    waitMs: settings.CREATE_WAIT_MS,
  });
  const issuer = metrics ? countingIssuer(plainIssuer, metrics) : plainIssuer;
  const poller = createPoller(common);
  const replicaSync = createReplicaSync(common);
  const followTerms = () =>
    void service
      ?.applyCatalog()
      .then(() => sweeper.sweep())
      .catch((error: unknown) => logger.error({ err: error }, 'the new terms could not be applied yet'));
  const catalog = await explained(() =>
    openCatalogFile({ path: settings.OFFERS_FILE, log: logger, onChange: followTerms, refusal: gateway.refusal }),
  );
  const sweeper = createSweeper({
    ...common,
    issuer,
    poller,
    graceMs: settings.GRACE_MINUTES * 60_000,
    offers: () => catalog.current().values(),
  });
  const instances = await createInstances({
    gateway,
    repository,
    log: logger,
    configured: settings.MYTPE_PAYMENT_INSTANCE_ID ?? null,
    apiKey: settings.MYTPE_API_KEY,
    onMove: followTerms,
  });
  const receipts = await createReceipts({
    repository,
    clock,
    issuer: publicUrl,
    environment: settings.MYTPE_ENVIRONMENT,
    baseUrl: gateway.baseUrl,
    signingKey: settings.RECEIPT_SIGNING_KEY ?? null,
  });
  const offerKeys = settings.OFFER_TOKEN_KEYS ?? [];
  await Promise.all(offerKeys.map(importOfferKey)).catch((error: Error) => {
    throw new StartError(error.message, { cause: error });
  });
  const readSignedOffer = createSignedOffers({
    keys: offerKeys,
    audience: publicUrl,
    acceptsLegacyAudience: settings.OFFER_TOKEN_AUDIENCE !== undefined,
    clock,
    refusal: gateway.refusal,
  });
  service = await createLinkService({
    repository,
    baseUrl: gateway.baseUrl,
    issuer,
    poller,
    linkEvents,
    instances,
    clock,
    catalog: catalog.current,
    log: logger,
    retire: createRetire({ ...common, issuer, poller }),
    receipts,
    readSignedOffer,
    environment: settings.MYTPE_ENVIRONMENT,
    waitMs: settings.CREATE_WAIT_MS,
    limits: {
      perMinute: settings.MAX_LINKS_PER_MINUTE,
      signedPerMinute: settings.MAX_SIGNED_LINKS_PER_MINUTE,
      proofOfWork: settings.PROOF_OF_WORK === 'auto',
      unpaidPerClient: settings.MAX_UNPAID_LINKS_PER_ADDRESS,
      linkTtlMs: settings.LINK_TTL_HOURS * HOUR_MS,
    },
    viewWaitMs: settings.SHOW_SHARED_LINK_WAIT_MS,
    staleMs: settings.SHARED_LINK_STALE_MS,
  });
  await service.applyCatalog();
  const receiver = await startIncomingWebhooks({
    ...common,
    settings,
    baseUrl,
    publicUrl,
    subscriptions: mytpe.subscriptions,
    poller,
    scheduler,
  });
  const webhooksOut = startOutgoingWebhooks({
    ...common,
    settings,
    baseUrl,
    environment: settings.MYTPE_ENVIRONMENT,
    receipts,
    scheduler,
    onTry: metrics?.webhookTried,
  });
  const scripts = await explained(() => loadScripts(scriptsDirectory, repository));
  const operator =
    token === null || metrics === null
      ? null
      : {
          token,
          metrics,
          desk: createAdminService({ ...common, poller }),
          deliveries: createDeliveryService({ repository, baseUrl, clock }),
          offers: createOfferSigning({
            keys: offerKeys,
            audience: publicUrl,
            read: readSignedOffer,
            repository,
            clock,
          }),
          publicUrl: settings.PUBLIC_URL,
        };
  const app = await createHttpServer({ service, settings, scripts, logger, operator, receiver });

  scheduler.every(REFRESH_INSTANCES_EVERY_MS, 'payment instances', instances.refresh);
  scheduler.every(READ_EVERY_MS, 'link readings', poller.pollDue);
  scheduler.every(CATCH_UP_EVERY_MS, 'links watched here', replicaSync.catchUp);
  scheduler.every(SWEEP_EVERY_MS, 'sweep', sweeper.sweep);
  scheduler.every(SWEEP_DRAFTS_EVERY_MS, 'stray drafts', sweeper.sweepDrafts);

  const end = async (): Promise<void> => {
    catalog.close();
    await app.close();
    await Promise.all([scheduler.stop(), webhooksOut?.stop()]);
    await issuer.idle();
    await replicaSync.stop();
    await mytpe.close();
    await repository.close();
  };
  let ended: Promise<void> | null = null;
  return {
    app,
    reload: catalog.reload,
    close: () => (ended ??= end()),
  };
}
