import type { Readable } from 'node:stream';

import type { Dispatcher } from 'undici';

import { type ApiRequest, isTextAnswer } from './api-request.ts';
import { type Credentials, checkCredentials, createRedactor } from './credentials.ts';
import { type HttpRequest, exchange } from './exchange.ts';
import { connectionFailed, gaveUp } from './failure.ts';
import { type Payload, inPieces } from './payload.ts';
import { maxAnswerBytes, readAnswer, requestIdOf } from './read-answer.ts';
import type { RequestLogEvent, TransportSettings } from './settings.ts';
import { Slots } from './slots.ts';
import { within } from './timing.ts';

/** A request with all that its tries have in common. */
export interface Sending<T> {
  readonly request: ApiRequest<T>;
  readonly payload: Payload | undefined;
  readonly onUploadProgress: ((sentBytes: number, totalBytes: number) => void) | undefined;
}

/** The slowest upload that is waited for: 64 bytes per millisecond, half a megabit per second. */
const UPLOAD_BYTES_PER_MS = 64;

/** Makes single tries: in a slot, under the time limit of one try, with the credentials of the moment. */
export class Attempts {
  readonly #settings: TransportSettings;
  readonly #dispatcher: Dispatcher;
  readonly #slots: Slots;

  constructor(settings: TransportSettings, dispatcher: Dispatcher) {
    this.#settings = settings;
    this.#dispatcher = dispatcher;
    this.#slots = new Slots(settings.maxConcurrent);
  }

  /** Try number `number` of a request. Rejects with a `MytpeError`, or with what the credentials function threw. */
  async make<T>(sending: Sending<T>, number: number, signal: AbortSignal): Promise<T> {
    const { timeoutMs, timing } = this.#settings;
    const { request, payload } = sending;
    await this.#slots.enter(signal).catch((reason: unknown) => {
      throw gaveUp(request, reason, false);
    });
    try {
      // Whole seconds: a small form has no more time than any other request.
      const uploadMs = Math.floor((payload?.bytes.length ?? 0) / UPLOAD_BYTES_PER_MS / 1_000) * 1_000;
      return await within(timeoutMs + uploadMs, signal, timing, (limited) => this.#exchange(sending, number, limited));
    } finally {
      this.#slots.leave();
    }
  }

  async #exchange<T>(sending: Sending<T>, number: number, signal: AbortSignal): Promise<T> {
    const { request } = sending;
    const { baseUrl, credentials: source, timing } = this.#settings;
    const credentials = checkCredentials(typeof source === 'function' ? source() : source);
    const redactor = createRedactor(credentials);
    const start = timing.clock();
    const end = await exchange(this.#dispatcher, this.#httpRequest(sending, credentials), signal);
    const answer = 'answer' in end ? end.answer : undefined;
    this.#report({
      method: request.method,
      path: request.path,
      status: answer?.status,
      ms: timing.clock() - start,
      try: number,
      requestId: answer && requestIdOf(answer, redactor),
    });
    if ('answer' in end) return readAnswer(request, end.answer, { redactor, now: timing.clock() });
    if (signal.aborted && end.failure === signal.reason) throw gaveUp(request, end.failure, end.sent);
    throw connectionFailed(request, end.failure, { baseUrl, redactor, sent: end.sent });
  }

  #httpRequest({ request, payload, onUploadProgress }: Sending<unknown>, credentials: Credentials): HttpRequest {
    const { baseUrl, headerNames } = this.#settings;
    const { method, path, query, answer } = request;
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    return {
      origin: baseUrl.origin,
      method,
      path: baseUrl.pathname.replace(/\/+$/, '') + path + search,
      headers: {
        // An answer that is no says so in JSON, whatever a yes would be.
        accept: isTextAnswer(answer) ? `${answer.accept}, application/json;q=0.9` : 'application/json',
        'user-agent': 'mytpe-pay-client',
        [headerNames.key]: credentials.key,
        [headerNames.secret]: credentials.secret,
        ...(payload && { 'content-type': payload.contentType, 'content-length': String(payload.bytes.length) }),
      },
      body: payload === undefined ? null : bodyOf(payload, onUploadProgress),
      maxAnswerBytes: maxAnswerBytes(request),
    };
  }

  #report(event: RequestLogEvent): void {
    try {
      this.#settings.onRequest?.(event);
    } catch {
      // Whoever only watches must not turn an answered request into a failed one.
    }
  }
}

function bodyOf({ bytes }: Payload, onUploadProgress: Sending<unknown>['onUploadProgress']): Buffer | Readable {
  if (onUploadProgress === undefined) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return inPieces(bytes, (sentBytes, totalBytes) => {
    try {
      onUploadProgress(sentBytes, totalBytes);
    } catch {
      // Nor must a progress bar that cannot draw break off what it watches.
    }
  });
}
