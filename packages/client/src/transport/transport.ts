import { Agent, type Dispatcher } from 'undici';

import { ConnectionError } from '../errors/connection-error.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { MytpeError } from '../errors/mytpe-error.ts';
import { type ApiRequest, type Send, outcomeOf, requestName } from './api-request.ts';
import { Attempts } from './attempts.ts';
import { isRetryable, retryDelay } from './retry.ts';
import type { TransportSettings } from './settings.ts';
import { within } from './timing.ts';

/** How long one call may take, and who may end it. */
export interface CallOptions {
  /** Ends the call at once with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /** For the whole call: waiting for a slot, every try and the pauses between. Default 60,000 ms. */
  readonly deadlineMs?: number | undefined;
}

interface Call {
  readonly signal: AbortSignal;
  readonly endsAt: number;
}

const DEFAULT_DEADLINE_MS = 60_000;
const MAX_TIMER_MS = 2 ** 31 - 1;
const MAX_BODY_BYTES = 1024 * 1024;

/** Sends requests to one base URL, again where that is safe, until they are answered or the caller's time is up. */
export class Transport {
  readonly #settings: TransportSettings;
  readonly #dispatcher: Dispatcher;
  readonly #attempts: Attempts;
  #closing: Promise<void> | undefined;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
    this.#dispatcher = settings.dispatcher ?? createAgent(settings.timeoutMs);
    this.#attempts = new Attempts(settings, this.#dispatcher);
  }

  /** One call of the caller's: a request, or a few that share its signal and deadline. */
  async run<T>(options: CallOptions | undefined, steps: (send: Send) => Promise<T>): Promise<T> {
    const { signal: parent, deadlineMs = DEFAULT_DEADLINE_MS } = options ?? {};
    if (!(deadlineMs > 0 && deadlineMs <= MAX_TIMER_MS)) {
      throw new InvalidInputError('call options', { deadlineMs: [`must be above 0 and at most ${MAX_TIMER_MS}`] });
    }
    const endsAt = this.#settings.timing.clock() + deadlineMs;
    return within(deadlineMs, parent, this.#settings.timing, (signal) =>
      steps((request) => this.#send(request, { signal, endsAt })),
    );
  }

  /** Refuses new requests and waits for those under way. A dispatcher that was passed in stays open. */
  close(): Promise<void> {
    this.#closing ??= this.#settings.dispatcher === undefined ? this.#dispatcher.close() : Promise.resolve();
    return this.#closing;
  }

  async #send<T>(request: ApiRequest<T>, call: Call): Promise<T> {
    if (Buffer.byteLength(request.body ?? '') > MAX_BODY_BYTES) {
      throw new InvalidInputError(requestName(request), { body: [`must be at most ${MAX_BODY_BYTES} bytes`] });
    }
    for (let number = 1; ; number += 1) {
      this.#refuseWhenClosed(request);
      try {
        return await this.#attempts.make(request, number, call.signal);
      } catch (error) {
        const delay = this.#delayBeforeRetry(error, request, number, call);
        if (delay === undefined) throw error;
        // Cut short by the call's signal, the next try will not start and says why.
        await this.#settings.timing.sleep(delay, call.signal).catch(() => {});
      }
    }
  }

  /** Milliseconds to the next try; `undefined` when there is none, or no time left for it. */
  #delayBeforeRetry(error: unknown, request: ApiRequest<unknown>, number: number, call: Call): number | undefined {
    const { tries, timing } = this.#settings;
    if (number >= tries || call.signal.aborted) return undefined;
    if (!(error instanceof MytpeError) || !isRetryable(error, request.role === 'write')) return undefined;
    const delay = retryDelay(error, number + 1, timing.random);
    return delay < call.endsAt - timing.clock() ? delay : undefined;
  }

  #refuseWhenClosed(request: ApiRequest<unknown>): void {
    if (this.#closing === undefined) return;
    const outcome = outcomeOf(request.role, 'refused');
    throw new ConnectionError(`${requestName(request)}: this client was closed`, { outcome });
  }
}

/**
 * An own connection pool. Its connect limit lies behind ours, so that a slow connect is always reported by one clock;
 * HTTP/1.1, because at a few requests at once a second protocol brings nothing but other ways to fail.
 */
function createAgent(timeoutMs: number): Agent {
  return new Agent({ allowH2: false, connect: { timeout: timeoutMs + 1_000 } });
}
