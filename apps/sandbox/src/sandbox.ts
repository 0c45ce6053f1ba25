import fastify, { type FastifyInstance } from 'fastify';

import { registerCallLog } from './controls/call-hooks.ts';
import { type CallLog, createCallLog } from './controls/call-log.ts';
import { registerFaults } from './controls/fault-hooks.ts';
import { type Faults, createFaults } from './controls/faults.ts';
import { requireLocalCaller } from './controls/refusals.ts';
import { createControls } from './controls/routes.ts';
import { EXT_PREFIX, createExtRoutes } from './ext/routes.ts';
import { GATEWAY_PREFIX } from './ext/views.ts';
import { NO_STATE_FILE, type StateFile, createStateFile, readStateFile } from './files/state-file.ts';
import { STORAGE_PREFIX, createStorageRoutes } from './files/storage.ts';
import { createGatewayRoutes } from './gateway/routes.ts';
import { registerActivity } from './inspector/activity.ts';
import { createInspector } from './inspector/routes.ts';
import { registerJsonBody } from './http.ts';
import { type AdjustableClock, createAdjustableClock } from './model/adjustable-clock.ts';
import { ReviewSettings } from './model/kyc-records.ts';
import { decideDueReviews } from './model/reviews.ts';
import { type World, createWorld, emptySnapshot } from './model/world.ts';
import { createPayRoutes } from './pay/routes.ts';
import { type DueWork, createDueWork } from './payments/due-work.ts';
import { LOGO_PREFIX, createLogoRoutes } from './v2/logos.ts';
import { V2_PREFIX, createV2Routes } from './v2/routes.ts';
import { createWebhookControls } from './webhooks/controls.ts';
import { type Dispatcher, createDispatcher } from './webhooks/dispatcher.ts';

/** Options of a sandbox. All have defaults. */
export interface SandboxOptions {
  /** Default 8010, the port of MyTPE’s documented local address. 0 takes any free port. */
  readonly port?: number;
  /** Loopback only, because the sandbox’s credentials are public. */
  readonly host?: '127.0.0.1';
  /** The file that keeps links and payments across restarts. Default: in memory only. */
  readonly stateFile?: string | undefined;
  /** The clock for windows, expiry and timestamps. Default: the machine’s. */
  readonly clock?: () => Date;
  /**
   * Milliseconds of the clock after which the sandbox accepts each review (a dossier, a brand, a bank account, a fee, a
   * licence). A reset restores this value. At most a century. Default: the value in the state file; without a state file,
   * reviews wait for a control.
   */
  readonly reviewAfterMs?: number | undefined;
  /** `true` prints a line per API call. A function receives the line. Default: silent. */
  readonly log?: boolean | ((line: string) => void);
  /** The sandbox’s public address, if it differs from its own (behind a proxy or a forwarded port). */
  readonly publicBaseUrl?: string | undefined;
  /**
   * Milliseconds between the attempts to deliver a webhook. There is one more attempt than delays. Default: 1 and 4
   * seconds. The reference documents three attempts, and not the delays between them.
   */
  readonly webhookRetryDelaysMs?: readonly number[];
  /** Milliseconds until an attempt to deliver a webhook times out. Default: 5,000 (assumed). */
  readonly webhookTimeoutMs?: number;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` or `publicBaseUrl`, without a trailing slash. */
  readonly url: string;
  /** The base URL for an ext client: `url` + `/api/ext`. */
  readonly apiBaseUrl: string;
  /** The base URL for a v2 client: `url` + `/api/v2/mytpe-pay`. */
  readonly v2BaseUrl: string;
  /** The prefix of every link’s page: `url` + `/pay`. */
  readonly payBaseUrl: string;
  /** Finishes the requests in progress, writes the state file and frees the port. Safe to call twice. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 8010;
const BODY_LIMIT = 64 * 1024;
/** The interval at which the world catches up with its clock without calls, so that due events are announced in time. */
const TICK_MS = 1_000;
const WEBHOOK_RETRY_DELAYS_MS = [1_000, 4_000];
const WEBHOOK_TIMEOUT_MS = 5_000;

/**
 * Starts a local MyTPE. Rejects with the system’s error when the port is taken (`EADDRINUSE`), with `StateFileError` when
 * the state file is not usable, with `TypeError` when `publicBaseUrl` is not a URL, and with `RangeError` when
 * `reviewAfterMs` is out of bounds. After a rejection nothing runs and nothing was written.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = DEFAULT_PORT, host = '127.0.0.1', stateFile: path, reviewAfterMs } = options;
  const adjustable = createAdjustableClock(options.clock ?? (() => new Date()));
  const clock = adjustable.now;
  const saved = path === undefined ? null : await readStateFile(path);
  const world = createWorld(clock, saved ?? emptySnapshot(), reviewsAfter(reviewAfterMs));
  const stateFile = path === undefined ? NO_STATE_FILE : createStateFile(path, world);
  const stopping = new AbortController();
  let url = options.publicBaseUrl?.replace(/\/+$/, '') ?? '';
  const publicName = url === '' ? null : new URL(url).hostname;

  const faults = createFaults(clock);
  const webhooks = createDispatcher(world, {
    retryDelaysMs: options.webhookRetryDelaysMs ?? WEBHOOK_RETRY_DELAYS_MS,
    timeoutMs: options.webhookTimeoutMs ?? WEBHOOK_TIMEOUT_MS,
    takeFault: ({ api, event }) => faults.takeForDelivery({ kind: 'delivery', api, event }),
    save: () => stateFile.flush(),
  });
  world.announce = webhooks.announce;
  const passWorldTime = createDueWork(world);
  const runDueWork = (): void => {
    passWorldTime();
    decideDueReviews(world);
    webhooks.wake();
  };
  const parts = {
    world,
    clock: adjustable,
    webhooks,
    runDueWork,
    stateFile,
    log: createCallLog(),
    faults,
    url: () => url,
    publicName,
  };
  const app = createApp(parts, printer(options.log), stopping.signal);
  const address = await app.listen({ port, host });
  url ||= address;
  const ticking = setInterval(() => tick(runDueWork, stateFile), TICK_MS).unref();
  return {
    url,
    apiBaseUrl: `${url}${EXT_PREFIX}`,
    v2BaseUrl: `${url}${V2_PREFIX}`,
    payBaseUrl: `${url}/pay`,
    async close() {
      stopping.abort();
      clearInterval(ticking);
      await app.close();
      await webhooks.close();
      await stateFile.flush();
    },
  };
}

function reviewsAfter(milliseconds: number | undefined): ReviewSettings | undefined {
  if (milliseconds === undefined) return undefined;
  const reviews = ReviewSettings.safeParse({ after_ms: milliseconds, decision: 'accept' });
  if (reviews.success) return reviews.data;
  throw new RangeError('reviewAfterMs must be a whole number of milliseconds, from 0 to a century.');
}

/** Processes what is due. If the state file cannot be written, the next call reports it, because it needs the file. */
function tick(runDueWork: DueWork, stateFile: StateFile): void {
  runDueWork();
  stateFile.flush().catch(() => {});
}

interface Parts {
  readonly world: World;
  readonly clock: AdjustableClock;
  readonly webhooks: Dispatcher;
  readonly runDueWork: DueWork;
  readonly stateFile: StateFile;
  readonly log: CallLog;
  readonly faults: Faults;
  readonly url: () => string;
  readonly publicName: string | null;
}

function createApp(parts: Parts, print: (line: string) => void, stopping: AbortSignal): FastifyInstance {
  const { world, clock, webhooks, runDueWork, stateFile, log, faults, url, publicName } = parts;
  const app = fastify({ bodyLimit: BODY_LIMIT, routerOptions: { maxParamLength: 500 } });
  registerJsonBody(app);
  registerCallLog(app, log, world.clock, print);
  app.addHook('onRequest', async () => runDueWork());
  // Saved before the response, so that its effect survives a restart and a cut connection.
  app.addHook('onSend', () => stateFile.flush());
  const activity = registerActivity(app);
  registerFaults(app, faults, stopping);
  void app.register(createExtRoutes(world, url, webhooks), { prefix: EXT_PREFIX });
  void app.register(createV2Routes(world, url), { prefix: V2_PREFIX });
  void app.register(createLogoRoutes(world), { prefix: LOGO_PREFIX });
  void app.register(createStorageRoutes(world), { prefix: STORAGE_PREFIX });
  void app.register(createPayRoutes(world), { prefix: '/pay' });
  void app.register(createGatewayRoutes(world), { prefix: GATEWAY_PREFIX });
  void app.register(async (local) => {
    local.addHook('onRequest', requireLocalCaller(publicName));
    await local.register(createControls({ world, log, faults, baseUrl: url, clock, runDueWork }), {
      prefix: '/_sandbox',
    });
    await local.register(createWebhookControls(world, webhooks), { prefix: '/_sandbox' });
    await local.register(createInspector({ world, log, faults, url }, activity, stopping));
  });
  return app;
}

function printer(log: SandboxOptions['log']): (line: string) => void {
  if (typeof log === 'function') return log;
  return log === true ? (line) => console.log(line) : () => {};
}
