import { SCOPES } from '@mytpe-pay/contract';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { TRY_OUTCOMES } from '../webhooks/outbox-dispatcher.ts';
import { CIRCUIT_STATES, type Metrics, type StoreGauges } from './metrics.ts';

/** Kinds of calls to MyTPE, for a label. The list is closed, so that no id of an address becomes a label. */
export const CALLS = [
  'create',
  'update',
  'publish',
  'pause',
  'resume',
  'archive',
  'switch',
  'read',
  'list',
  'instances',
  'other',
] as const;
export type Call = (typeof CALLS)[number];

/** Method and path of each kind, of both APIs; the first match counts. */
const PATTERNS: readonly (readonly [RegExp, Call])[] = [
  [/^POST \/links(?:\/store)?$/, 'create'],
  [/^(?:PUT \/links|POST \/links\/update)\/[^/]+$/, 'update'],
  [/^POST \/links\/[^/]+\/publish$/, 'publish'],
  [/^POST \/links\/[^/]+\/pause$/, 'pause'],
  [/^POST \/links\/[^/]+\/resume$/, 'resume'],
  [/^POST \/links\/[^/]+\/archive$/, 'archive'],
  [/^POST \/links\/[^/]+\/toggle-status$/, 'switch'],
  [/^GET \/links\/[^/]+$/, 'read'],
  [/^GET (?:\/[^/]+)?\/links$/, 'list'],
  // v2 lists its instances at the base address itself.
  [/^GET (?:|\/(?:active|instances(?:\/[^/]+)?))$/, 'instances'],
];

/** Returns the kind of a call. @param path as the client logs it: without base address and query. */
export function callOf(method: string, path: string): Call {
  const call = `${method} ${path}`;
  return PATTERNS.find(([pattern]) => pattern.test(call))?.[1] ?? 'other';
}

export type CallOutcome = 'ok' | 'refused' | 'rate_limited' | 'failed' | 'no_answer';

/** Returns the outcome of a call. @param status `undefined` when no response came. */
export function outcomeOf(status: number | undefined): CallOutcome {
  if (status === undefined) return 'no_answer';
  if (status < 400) return 'ok';
  if (status === 429) return 'rate_limited';
  return status < 500 ? 'refused' : 'failed';
}

const RESPONSE_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
const GATEWAY_SECONDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** A client may send any method that Node parses. */
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/** Creates the metrics in a new registry, together with the default metrics of the process. */
export function createPrometheusMetrics({ readLag, webhookQueue }: StoreGauges): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const responses = new Counter({
    name: 'mytpe_pay_http_requests_total',
    help: 'HTTP requests, by the status of their response.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const responseSeconds = new Histogram({
    name: 'mytpe_pay_http_request_duration_seconds',
    help: 'Time from a request to its response, without event streams.',
    labelNames: ['route', 'method'],
    buckets: RESPONSE_SECONDS,
    registers,
  });
  const streams = gauge(registry, 'mytpe_pay_event_streams_open', 'Open event streams.');
  const gateway = gatewayMetrics(registry);
  const issued = new Counter({
    name: 'mytpe_pay_links_issued_total',
    help: 'Requests for a link that had to be issued, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const paid = new Counter({
    name: 'mytpe_pay_payments_seen_total',
    help: 'Payments that this process was the first to see, by the scope of their link.',
    labelNames: ['scope'],
    registers,
  });
  const webhooks = new Counter({
    name: 'mytpe_pay_webhooks_out_total',
    help: 'Deliveries of events to the merchant’s server, by outcome; `failed` is retried.',
    labelNames: ['outcome'],
    registers,
  });
  // A counter that appears with its first event has no earlier value, and Prometheus then counts no increase.
  for (const scope of SCOPES) paid.inc({ scope }, 0);
  for (const outcome of TRY_OUTCOMES) webhooks.inc({ outcome }, 0);
  storeGauge(registry, 'mytpe_pay_due_reads_lag_seconds', 'Delay of the poll that is due longest.', readLag);
  storeGauge(
    registry,
    'mytpe_pay_webhooks_out_pending',
    'Events that are not delivered to the merchant’s server yet.',
    webhookQueue,
  );

  return {
    ...gateway,
    responded(route, method, status, seconds) {
      const labels = { route: route ?? '(none)', method: METHODS.includes(method) ? method : '(other)' };
      responses.inc({ ...labels, status });
      if (seconds !== null) responseSeconds.observe(labels, seconds);
    },
    streamOpened() {
      streams.inc();
      return () => streams.dec();
    },
    issued: (outcome) => issued.inc({ outcome }),
    paid: (scope, count) => paid.inc({ scope }, count),
    webhookTried: (outcome) => webhooks.inc({ outcome }),
    exposition: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

function gauge(registry: Registry, name: string, help: string): Gauge {
  return new Gauge({ name, help, registers: [registry] });
}

function gatewayMetrics(registry: Registry): Pick<Metrics, 'gatewayCalled' | 'circuitMoved'> {
  const registers = [registry];
  const tries = new Counter({
    name: 'mytpe_pay_upstream_requests_total',
    help: 'Calls to MyTPE, each retry counted.',
    labelNames: ['call', 'method', 'status', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'mytpe_pay_upstream_request_duration_seconds',
    help: 'Duration of a call to MyTPE, each retry measured.',
    labelNames: ['call', 'outcome'],
    buckets: GATEWAY_SECONDS,
    registers,
  });
  const circuit = new Gauge({
    name: 'mytpe_pay_upstream_circuit_state',
    help: '1 for the current state of the circuit breaker; `open` sends no calls to MyTPE.',
    labelNames: ['state'],
    registers,
  });
  const circuitMoved: Metrics['circuitMoved'] = (now) => {
    for (const state of CIRCUIT_STATES) circuit.set({ state }, state === now ? 1 : 0);
  };
  circuitMoved('closed');
  return {
    gatewayCalled({ method, path, status, ms }) {
      const labels = { call: callOf(method, path), outcome: outcomeOf(status) };
      tries.inc({ ...labels, method, status: status ?? 'none' });
      seconds.observe(labels, ms / 1000);
    },
    circuitMoved,
  };
}

/** Registers a gauge that is read from the store. If that fails, it has no value, and all other metrics stay available. */
function storeGauge(registry: Registry, name: string, help: string, read: () => Promise<number>): void {
  const gauge = new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await read().catch(() => Number.NaN));
    },
  });
  gauge.set(0);
}
