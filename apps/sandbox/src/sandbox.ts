import fastify, { type FastifyInstance } from 'fastify';

import { registerCallLog } from './controls/call-hooks.ts';
import { type CallLog, createCallLog } from './controls/call-log.ts';
import { registerFaults } from './controls/fault-hooks.ts';
import { type Faults, createFaults } from './controls/faults.ts';
import { requireLocalCaller } from './controls/local-caller.ts';
import { createControls } from './controls/routes.ts';
import { EXT_PREFIX, createExtRoutes } from './ext/routes.ts';
import { GATEWAY_PREFIX } from './ext/views.ts';
import { NO_STATE_FILE, type StateFile, createStateFile, readStateFile } from './files/state-file.ts';
import { STORAGE_PREFIX, createStorageRoutes } from './files/storage.ts';
import { createGatewayRoutes } from './gateway/routes.ts';
import { registerActivity } from './inspector/activity.ts';
import { createInspector } from './inspector/routes.ts';
import { registerJsonBody } from './json-body.ts';
import { type AdjustableClock, createAdjustableClock } from './model/adjustable-clock.ts';
import { ReviewSettings } from './model/kyc-records.ts';
import { decideDueReviews } from './model/reviews.ts';
import { type World, createWorld, emptySnapshot } from './model/world.ts';
import { createPayRoutes } from './pay/routes.ts';
import { type PassingTime, createPassingTime } from './payments/passing-time.ts';
import { LOGO_PREFIX, createLogoRoutes } from './v2/logos.ts';
import { V2_PREFIX, createV2Routes } from './v2/routes.ts';
import { createWebhookControls } from './webhooks/controls.ts';
import { type Dispatcher, createDispatcher } from './webhooks/dispatcher.ts';

/** How to run a sandbox. Everything has a default. */
export interface SandboxOptions {
  /** 8010, the port of MyTPE's documented local address; 0 takes any free one. */
  readonly port?: number;
  /** Loopback only: there are no secrets here to keep others out. */
  readonly host?: '127.0.0.1';
  /** Where links and payments outlive a restart. Absent: in memory only. */
  readonly stateFile?: string | undefined;
  /** What time it is, for windows, expiry and timestamps. */
  readonly clock?: () => Date;
  /**
   * Milliseconds of the clock after which every review (a dossier, a brand, a bank account, a fee, a licence) is accepted by
   * itself, and what a reset goes back to. A century at most. Absent: what the state file remembers; without one, nothing is
   * decided until a control decides it.
   */
  readonly reviewAfterMs?: number | undefined;
  /** `true` prints a line per API call; a function receives it. Absent: silent. */
  readonly log?: boolean | ((line: string) => void);
  /** The address others reach it by, when it is not its own (a proxy, a forwarded port). */
  readonly publicBaseUrl?: string | undefined;
  /**
   * Milliseconds between the attempts to deliver a webhook; there is one attempt more than delays. 1 and 4 seconds: three
   * attempts are documented, their distance is not.
   */
  readonly webhookRetryDelaysMs?: readonly number[];
  /** Milliseconds that a webhook's receiver has to answer; 5,000 (assumed). */
  readonly webhookTimeoutMs?: number;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT`, or `publicBaseUrl`; no trailing slash. */
  readonly url: string;
  /** What a client is configured with: `url` + `/api/ext`. */
  readonly apiBaseUrl: string;
  /** The same for v2: `url` + `/api/v2/mytpe-pay`. */
  readonly v2BaseUrl: string;
  /** Prefix of every link's page: `url` + `/pay`. */
  readonly payBaseUrl: string;
  /** Answers what is under way, writes the state file, frees the port. Safe to call twice. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 8010;
const BODY_LIMIT = 64 * 1024;
/** How often the world catches up with its clock while nobody calls, so that what is due is announced in time. */
const TICK_MS = 1_000;
const WEBHOOK_RETRY_DELAYS_MS = [1_000, 4_000];
const WEBHOOK_TIMEOUT_MS = 5_000;

/**
 * Starts a local MyTPE. Rejects with the system's error when the port is taken (`EADDRINUSE`), with `StateFileError`
 * when the state file is not usable, with `TypeError` when `publicBaseUrl` is no URL, with `RangeError` when `reviewAfterMs`
 * is out of bounds; then nothing runs or is written.
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
  const passWorldTime = createPassingTime(world);
  const passTime = (): void => {
    passWorldTime();
    decideDueReviews(world);
    webhooks.wake();
  };
  const parts = {
    world,
    clock: adjustable,
    webhooks,
    passTime,
    stateFile,
    log: createCallLog(),
    faults,
    url: () => url,
    publicName,
  };
  const app = createApp(parts, printer(options.log), stopping.signal);
  const address = await app.listen({ port, host });
  url ||= address;
  const ticking = setInterval(() => tick(passTime, stateFile), TICK_MS).unref();
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

/** A state file that cannot be written is reported by the next call, which needs it. */
function tick(passTime: PassingTime, stateFile: StateFile): void {
  passTime();
  stateFile.flush().catch(() => {});
}

interface Parts {
  readonly world: World;
  readonly clock: AdjustableClock;
  readonly webhooks: Dispatcher;
  readonly passTime: PassingTime;
  readonly stateFile: StateFile;
  readonly log: CallLog;
  readonly faults: Faults;
  readonly url: () => string;
  readonly publicName: string | null;
}

function createApp(parts: Parts, print: (line: string) => void, stopping: AbortSignal): FastifyInstance {
  const { world, clock, webhooks, passTime, stateFile, log, faults, url, publicName } = parts;
  const app = fastify({ bodyLimit: BODY_LIMIT, routerOptions: { maxParamLength: 500 } });
  registerJsonBody(app);
  registerCallLog(app, log, world.clock, print);
  app.addHook('onRequest', async () => passTime());
  // Saved before it is answered: whoever has an answer finds its effect after a restart, and after a cut connection too.
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
    await local.register(createControls({ world, log, faults, baseUrl: url, clock, passTime }), {
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
