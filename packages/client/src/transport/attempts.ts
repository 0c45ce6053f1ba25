import type { Readable } from 'node:stream';

import type { Dispatcher } from 'undici';

import { type ApiRequest, isTextResponse } from './api-request.ts';
import { type Credentials, checkCredentials, createRedactor } from './credentials.ts';
import { type HttpRequest, exchange } from './exchange.ts';
import { connectionError, interruptedError } from './failure.ts';
import { type Payload, inPieces } from './payload.ts';
import { maxResponseBytes, readResponse, requestIdOf } from './read-response.ts';
import { Semaphore } from './semaphore.ts';
import type { RequestLogEvent, TransportSettings } from './settings.ts';
import { withTimeLimit } from './timing.ts';

/** A request, with everything that its attempts share. */
export interface Sending<T> {
  readonly request: ApiRequest<T>;
  readonly payload: Payload | undefined;
  readonly onUploadProgress: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

/** The slowest accepted upload: 64 bytes per millisecond, or half a megabit per second. */
const UPLOAD_BYTES_PER_MS = 64;

/** Makes single attempts. Each attempt waits for the semaphore, has a time limit, and uses the current credentials. */
export class Attempts {
  readonly #settings: TransportSettings;
  readonly #dispatcher: Dispatcher;
  readonly #semaphore: Semaphore;

  constructor(settings: TransportSettings, dispatcher: Dispatcher) {
    this.#settings = settings;
    this.#dispatcher = dispatcher;
    this.#semaphore = new Semaphore(settings.maxConcurrent);
  }

  /**
   * Makes attempt `number` of a request. Rejects with a `MytpeError`, or with the error of the credentials function.
   */
  async make<T>(sending: Sending<T>, number: number, signal: AbortSignal): Promise<T> {
    const { timeoutMs, timing } = this.#settings;
    const { request, payload } = sending;
    await this.#semaphore.acquire(signal).catch((reason: unknown) => {
      throw interruptedError(request, reason, false);
    });
    try {
      // Whole seconds, so that a small form has the same time limit as any other request.
      const uploadMs = Math.floor((payload?.bytes.length ?? 0) / UPLOAD_BYTES_PER_MS / 1_000) * 1_000;
      return await withTimeLimit(timeoutMs + uploadMs, signal, timing, (limited) =>
        this.#exchange(sending, number, limited),
      );
    } finally {
      this.#semaphore.release();
    }
  }

  async #exchange<T>(sending: Sending<T>, number: number, signal: AbortSignal): Promise<T> {
    const { request } = sending;
    const { baseUrl, credentials: source, timing } = this.#settings;
    const credentials = checkCredentials(typeof source === 'function' ? source() : source);
    const redactor = createRedactor(credentials);
    const start = timing.clock();
    const end = await exchange(this.#dispatcher, this.#httpRequest(sending, credentials), signal);
    const response = 'response' in end ? end.response : undefined;
    this.#report({
      method: request.method,
      path: request.path,
      status: response?.status,
      ms: timing.clock() - start,
      try: number,
      requestId: response && requestIdOf(response, redactor),
    });
    if ('response' in end) return readResponse(request, end.response, { redactor, now: timing.clock() });
    if (signal.aborted && end.failure === signal.reason) throw interruptedError(request, end.failure, end.sent);
    throw connectionError(request, end.failure, { baseUrl, redactor, sent: end.sent });
  }

  #httpRequest({ request, payload, onUploadProgress }: Sending<unknown>, credentials: Credentials): HttpRequest {
    const { baseUrl, headerNames } = this.#settings;
    const { method, path, query, response } = request;
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    return {
      origin: baseUrl.origin,
      method,
      path: baseUrl.pathname.replace(/\/+$/, '') + path + search,
      headers: {
        // Errors are JSON, also when the expected response is not.
        accept: isTextResponse(response) ? `${response.accept}, application/json;q=0.9` : 'application/json',
        'user-agent': 'mytpe-pay-client',
        [headerNames.key]: credentials.key,
        [headerNames.secret]: credentials.secret,
        ...(payload && { 'content-type': payload.contentType, 'content-length': String(payload.bytes.length) }),
      },
      body: payload === undefined ? null : bodyOf(payload, onUploadProgress),
      maxResponseBytes: maxResponseBytes(request),
    };
  }

  #report(event: RequestLogEvent): void {
    try {
      this.#settings.onRequest?.(event);
    } catch {
      // An error in the caller's log function must not make the request fail.
    }
  }
}

function bodyOf({ bytes }: Payload, onUploadProgress: Sending<unknown>['onUploadProgress']): Buffer | Readable {
  if (onUploadProgress === undefined) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return inPieces(bytes, (sentBytes, totalBytes) => {
    try {
      onUploadProgress(sentBytes, totalBytes);
    } catch {
      // An error in the caller's progress function must not break off the upload.
    }
  });
}
