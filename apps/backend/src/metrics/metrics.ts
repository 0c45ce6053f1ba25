import type { RequestLogEvent } from '@mytpe-pay/client';
import type { ErrorCode, Scope } from '@mytpe-pay/contract';
import type { TryOutcome } from '../webhooks/outbox-dispatcher.ts';

/** How a request for a link ended, where one had to be issued or was being issued. */
export type IssueOutcome = 'created' | 'existing' | ErrorCode;

/** Whether MyTPE is asked: `open` leaves it alone for a moment. */
export const CIRCUIT_STATES = ['closed', 'half_open', 'open'] as const;
export type CircuitState = (typeof CIRCUIT_STATES)[number];

/** What is counted for the operator. No label holds anything that a visitor chose. */
export interface Metrics {
  /** @param route the pattern; `null` where there is none. @param seconds `null`: what went on for as long as somebody looked. */
  responded(route: string | null, method: string, status: number, seconds: number | null): void;
  /** @returns how to say that it closed. */
  streamOpened(): () => void;
  /** One try of one call to MyTPE. */
  gatewayCalled(event: Pick<RequestLogEvent, 'method' | 'path' | 'status' | 'ms'>): void;
  issued(outcome: IssueOutcome): void;
  /** Payments were seen for the first time, by any replica. */
  paid(scope: Scope, count: number): void;
  circuitMoved(state: CircuitState): void;
  webhookTried(outcome: TryOutcome): void;
  /** In the Prometheus text format. */
  exposition(): Promise<{ readonly contentType: string; readonly body: string }>;
}

export interface MetricsOptions {
  /** By how much the reading of links is behind, seconds. Asked when somebody looks. */
  readonly readLag: () => Promise<number>;
  /** How many events the merchant's server is still to be told. Asked when somebody looks. */
  readonly webhookQueue: () => Promise<number>;
}

/** The library is loaded only where there is an operator to look. */
export async function openMetrics(options: MetricsOptions): Promise<Metrics> {
  const { createPrometheusMetrics } = await import('./prometheus.ts');
  return createPrometheusMetrics(options);
}
