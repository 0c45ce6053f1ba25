import { Agent, type Dispatcher } from 'undici';

import { ConnectionError, InvalidInputError, MytpeError } from '../errors.ts';
import type { ApiRequest, Send } from './api-request.ts';
import { Attempts } from './attempts.ts';
import { interruptedError } from './failure.ts';
import { MultipartBody } from './multipart.ts';
import { encodePayload } from './payload.ts';
import { isRetryable, retryDelay } from './retry.ts';
import type { TransportSettings } from './settings.ts';
import { unlessAborted, withTimeLimit } from './timing.ts';

/** Options for one call of a client's method. */
export interface CallOptions {
  /** Aborts the call immediately with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The time limit of the whole call: reading files, waiting in the queue, all attempts and the pauses between them.
   * Default: 60,000 ms. This is too short for 5 MiB at less than 0.7 megabits per second.
   */
  readonly deadlineMs?: number | undefined;
  /**
   * Called while a request with files is sent, after every 64 KiB. Starts from 0 again for each attempt. Its errors are
   * ignored.
   */
  readonly onUploadProgress?: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

interface Call {
  readonly signal: AbortSignal;
  readonly endsAt: number;
  readonly onUploadProgress: CallOptions['onUploadProgress'];
}

const DEFAULT_DEADLINE_MS = 60_000;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Sends requests to one base URL. Retries them where that is safe, until the deadline. */
export class Transport {
  readonly #settings: TransportSettings;
  readonly #dispatcher: Dispatcher;
  readonly #attempts: Attempts;
  readonly #running = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
    this.#dispatcher = settings.dispatcher ?? createAgent(settings.timeoutMs);
    this.#attempts = new Attempts(settings, this.#dispatcher);
  }

  /** Runs one call: one or more requests that share a signal and a deadline. */
  async run<T>(options: CallOptions | undefined, steps: (send: Send, signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) throw new ConnectionError('this client was closed', { outcome: 'rejected' });
    const { signal: parent, deadlineMs = DEFAULT_DEADLINE_MS, onUploadProgress } = options ?? {};
    if (!(deadlineMs > 0 && deadlineMs <= MAX_TIMER_MS)) {
      throw new InvalidInputError('call options', { deadlineMs: [`must be above 0 and at most ${MAX_TIMER_MS}`] });
    }
    const endsAt = this.#settings.timing.clock() + deadlineMs;
    const call = withTimeLimit(deadlineMs, parent, this.#settings.timing, (signal) =>
      steps((request) => this.#send(request, { signal, endsAt, onUploadProgress }), signal),
    );
    this.#running.add(call);
    return call.finally(() => this.#running.delete(call));
  }

  /** Rejects new calls and waits for the running calls to finish. Does not close a dispatcher from the options. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    await Promise.allSettled(this.#running);
    if (this.#settings.dispatcher === undefined) await this.#dispatcher.close();
  }

  async #send<T>(request: ApiRequest<T>, call: Call): Promise<T> {
    const payload = await unlessAborted(call.signal, encodePayload(request)).catch((error: unknown): never => {
      throw call.signal.aborted ? interruptedError(request, call.signal.reason, false) : error;
    });
    const onUploadProgress = request.body instanceof MultipartBody ? call.onUploadProgress : undefined;
    const sending = { request, payload, onUploadProgress };
    for (let number = 1; ; number += 1) {
      try {
        return await this.#attempts.make(sending, number, call.signal);
      } catch (error) {
        const delay = this.#delayBeforeRetry(error, request, number, call);
        if (delay === undefined) throw error;
        // If the call's signal ends the pause, the next attempt rejects with the reason.
        await this.#settings.timing.sleep(delay, call.signal).catch(() => {});
      }
    }
  }

  /** Returns the milliseconds until the next attempt, or `undefined` if no attempt or no time is left. */
  #delayBeforeRetry(error: unknown, request: ApiRequest<unknown>, number: number, call: Call): number | undefined {
    const { tries, timing } = this.#settings;
    if (number >= tries || call.signal.aborted) return undefined;
    if (!(error instanceof MytpeError) || !isRetryable(error, request.role === 'write')) return undefined;
    const delay = retryDelay(error, number + 1, timing.random);
    return delay < call.endsAt - timing.clock() ? delay : undefined;
  }
}

/**
 * Creates the connection pool. Its connect timeout is longer than the client's own time limit, so that the client
 * always reports the timeout. HTTP/2 is off, because it has no benefit for a few concurrent requests.
 */
function createAgent(timeoutMs: number): Agent {
  return new Agent({ allowH2: false, connect: { timeout: timeoutMs + 1_000 } });
}
