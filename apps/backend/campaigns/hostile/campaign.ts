import type { OpenApiDocument } from '../../src/openapi/build-document.ts';
import {
  judgeMemory,
  judgeSearch,
  judgeSlowClients,
  judgeStreams,
  probe,
  probeAgain,
  showPlanted,
} from './aftermath.ts';
import { createGenerator } from './generated.ts';
import { createJudge } from './judge.ts';
import type { LogWatch } from './log-watch.ts';
import { createPool } from './pool.ts';
import { createChance } from './random.ts';
import { type SecretSearch, createSecretSearch } from './secrets.ts';
import { sendAll } from './sending.ts';
import { ADMIN_TOKEN, AUDIENCE, type Memory, type Service, TOKEN_KEY, WEBHOOK_SECRET } from './service.ts';
import { openSlowClients } from './slow-clients.ts';
import { type Tally, createTally } from './tally.ts';
import { hostileTokens } from './tokens.ts';

export interface CampaignOptions {
  readonly requests: number;
  readonly seed: number;
  /** Slow clients of each kind, connected for the whole campaign. */
  readonly slow: number;
  /** Time within which the server must close all slow connections, ms; 0 skips the check. */
  readonly slowTimeoutMs: number;
  readonly onProgress?: (sent: number, findings: number) => void;
}

export interface Outcome {
  readonly tally: Tally;
  readonly memory: { readonly before: Memory; readonly after: Memory };
  readonly slow: { readonly opened: number; readonly cut: number };
  readonly streamsOpen: number;
}

/** One response in this many may be a 503 because a connection to MyTPE broke. */
const MISSES_ONE_IN = 1000;
const PROBE_EVERY = 500;
/** Memory is measured from this share of the requests on; the requests before it warm up the service. */
const MEASURED_FROM = 0.05;
/** MyTPE is unreachable from this share of the requests on. */
const UPSTREAM_OFF_FROM = 0.9;

/** Sends hostile requests to a service, stops the service, and returns all findings. */
export async function runCampaign(service: Service, log: LogWatch, options: CampaignOptions): Promise<Outcome> {
  const tally = createTally();
  const secretsIn = createSecretSearch(service.secrets);
  log.begin(secretsIn, tally);
  const slow = openSlowClients(service.port, options.slow);
  try {
    const before = await sendEverything(service, secretsIn, tally, options);
    await showPlanted(service, secretsIn, tally);
    await judgeSlowClients(slow, options.slowTimeoutMs, tally);
    const { closed } = slow.status();
    slow.close();
    const streamsOpen = await judgeStreams(service, tally);
    const after = await service.memory();
    judgeMemory(before, after, tally);
    return { tally, memory: { before, after }, slow: { opened: slow.opened, cut: closed }, streamsOpen };
  } finally {
    slow.close();
    const exit = await service.stop();
    if (exit !== '0') tally.find('process', `exited with ${exit} after SIGTERM`, '');
    judgeSearch(tally);
  }
}

/** @returns the memory of the service after warm-up. */
async function sendEverything(
  service: Service,
  secretsIn: SecretSearch,
  tally: Tally,
  options: CampaignOptions,
): Promise<Memory> {
  const { requests, seed, onProgress } = options;
  const chance = createChance(seed);
  const seconds = (): number => Math.floor(Date.now() / 1000);
  const response = await fetch(`http://127.0.0.1:${service.port}/openapi.json`);
  const document = (await response.json()) as OpenApiDocument;
  const pool = createPool(hostileTokens(chance, TOKEN_KEY, AUDIENCE, seconds(), 300));
  const shared = { document, pool, chance, adminToken: ADMIN_TOKEN, webhookSecret: WEBHOOK_SECRET, now: seconds };
  const first = await probe(service);
  let memory: Memory | null = null;
  let isUpstreamOff = false;
  let missesLeft = Math.ceil(requests / MISSES_ONE_IN);
  await sendAll({
    port: service.port,
    requests,
    chance,
    pool,
    tally,
    generated: createGenerator(shared),
    judge: createJudge({
      document,
      secretsIn,
      isUpstreamOff: () => isUpstreamOff,
      mayMissUpstream: () => missesLeft-- > 0,
    }),
    isRunning: () => service.exited() === null,
    async onRequest(number) {
      if (number === Math.floor(requests * MEASURED_FROM)) memory = await service.memory();
      if (number === Math.floor(requests * UPSTREAM_OFF_FROM)) {
        isUpstreamOff = true;
        await service.cutUpstream(true);
      }
      if (number % PROBE_EVERY === 0) {
        await probeAgain(service, first, tally);
        onProgress?.(number, tally.findings().length);
      }
    },
  });
  await service.cutUpstream(false);
  if (service.exited() !== null) tally.find('process', `exited with ${service.exited()}`, '');
  else await probeAgain(service, first, tally);
  return memory ?? (await service.memory());
}
