import { Agent, type Dispatcher } from 'undici';

import { ConnectionError } from '../errors/connection-error.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { MytpeError } from '../errors/mytpe-error.ts';
import type { ApiRequest, Send } from './api-request.ts';
import { Attempts } from './attempts.ts';
import { gaveUp } from './failure.ts';
import { MultipartBody } from './multipart.ts';
import { encodePayload } from './payload.ts';
import { isRetryable, retryDelay } from './retry.ts';
import type { TransportSettings } from './settings.ts';
import { unlessAborted, within } from './timing.ts';

/** How long one call may take, and who may end it. */
export interface CallOptions {
  /** Ends the call at once with an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * For the whole call: reading files, waiting for a slot, every try and the pauses between. Default 60,000 ms, which is
   * not enough for 5 MiB at less than 0.7 megabits per second.
   */
  readonly deadlineMs?: number | undefined;
  /**
   * Told while a request with files goes out, at every 64 KiB handed to the socket. Starts over when it is sent again.
   * What it throws is ignored.
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

/** Sends requests to one base URL, again where that is safe, until they are answered or the caller's time is up. */
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

  /** One call of the caller's: a request, or a few that share its signal and deadline. */
  async run<T>(options: CallOptions | undefined, steps: (send: Send, signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) throw new ConnectionError('this client was closed', { outcome: 'rejected' });
    const { signal: parent, deadlineMs = DEFAULT_DEADLINE_MS, onUploadProgress } = options ?? {};
    if (!(deadlineMs > 0 && deadlineMs <= MAX_TIMER_MS)) {
      throw new InvalidInputError('call options', { deadlineMs: [`must be above 0 and at most ${MAX_TIMER_MS}`] });
    }
    const endsAt = this.#settings.timing.clock() + deadlineMs;
    const call = within(deadlineMs, parent, this.#settings.timing, (signal) =>
      steps((request) => this.#send(request, { signal, endsAt, onUploadProgress }), signal),
    );
    this.#running.add(call);
    return call.finally(() => this.#running.delete(call));
  }

  /** Refuses new calls and lets those under way come to their end. A dispatcher that was passed in stays open. */
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
      throw call.signal.aborted ? gaveUp(request, call.signal.reason, false) : error;
    });
    const onUploadProgress = request.body instanceof MultipartBody ? call.onUploadProgress : undefined;
    const sending = { request, payload, onUploadProgress };
    for (let number = 1; ; number += 1) {
      try {
        return await this.#attempts.make(sending, number, call.signal);
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
}

/**
 * An own connection pool. Its connect limit lies behind ours, so that a slow connect is always reported by one clock;
 * HTTP/1.1, because at a few requests at once a second protocol brings nothing but other ways to fail.
 */
function createAgent(timeoutMs: number): Agent {
  return new Agent({ allowH2: false, connect: { timeout: timeoutMs + 1_000 } });
}
