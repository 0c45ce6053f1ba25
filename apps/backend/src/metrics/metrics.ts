import type { RequestLogEvent } from '@mytpe-pay/client';
import type { ErrorCode, Scope } from '@mytpe-pay/contract';

import type { Clock } from '../lib/clock.ts';
import { Problem } from '../lib/problem.ts';
import type { Issuer } from '../links/issuer.ts';
import type { LinkEvent } from '../links/link-events.ts';
import type { Repository } from '../repository/repository.ts';
import type { TryOutcome } from '../webhooks/outbox-dispatcher.ts';

/** The outcome of a request for a link that had to be issued or was being issued. */
export type IssueOutcome = 'created' | 'existing' | ErrorCode;

/** The states of the circuit breaker; `open` sends no calls to MyTPE. */
export const CIRCUIT_STATES = ['closed', 'half_open', 'open'] as const;
export type CircuitState = (typeof CIRCUIT_STATES)[number];

/** Counters for the operator. No label contains text from a visitor. */
export interface Metrics {
  /** Counts a response. @param route the pattern; `null` if none matched. @param seconds `null` for an event stream. */
  responded(route: string | null, method: string, status: number, seconds: number | null): void;
  /** @returns a function that reports the end of the stream. */
  streamOpened(): () => void;
  /** Counts one attempt of one call to MyTPE. */
  gatewayCalled(event: Pick<RequestLogEvent, 'method' | 'path' | 'status' | 'ms'>): void;
  issued(outcome: IssueOutcome): void;
  /** Counts payments that this process detected first, of all replicas. */
  paid(scope: Scope, count: number): void;
  circuitMoved(state: CircuitState): void;
  webhookTried(outcome: TryOutcome): void;
  /** In the Prometheus text format. */
  exposition(): Promise<{ readonly contentType: string; readonly body: string }>;
}

/** Values that are read from the store when the metrics are read. */
export interface StoreGauges {
  /** The delay of the poll that is due longest, seconds. */
  readonly readLag: () => Promise<number>;
  /** The number of events that are not delivered to the merchant's server yet. */
  readonly webhookQueue: () => Promise<number>;
}

/** Creates the gauges of a store. @param baseUrl address of the MyTPE API in use. */
export function storeGauges(
  repository: Pick<Repository, 'earliestPoll' | 'pendingEvents'>,
  baseUrl: string,
  clock: Clock,
): StoreGauges {
  return {
    readLag: async () => Math.max(0, clock.now() - ((await repository.earliestPoll(baseUrl)) ?? Infinity)) / 1000,
    webhookQueue: () => repository.pendingEvents(baseUrl),
  };
}

/** Creates the subscriber of link events that counts payments. */
export function countPayments(metrics: Pick<Metrics, 'paid'>): (event: LinkEvent) => void {
  return ({ row, newPayments }) => {
    if (newPayments > 0) metrics.paid(row.scope, newPayments);
  };
}

/** Returns the same issuer, which reports the outcome of each `issue` to the metrics. */
export function countingIssuer(issuer: Issuer, metrics: Pick<Metrics, 'issued'>): Issuer {
  return {
    ...issuer,
    async issue(link, budget) {
      try {
        const issued = await issuer.issue(link, budget);
        metrics.issued(issued.created ? 'created' : 'existing');
        return issued;
      } catch (error) {
        metrics.issued(error instanceof Problem ? error.code : 'internal');
        throw error;
      }
    },
  };
}
