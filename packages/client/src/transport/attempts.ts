import type { Dispatcher } from 'undici';

import { type ApiRequest } from './api-request.ts';
import { type Credentials, checkCredentials, createRedactor } from './credentials.ts';
import { type HttpRequest, exchange } from './exchange.ts';
import { connectionFailed, gaveUp } from './failure.ts';
import { readAnswer, requestIdOf } from './read-answer.ts';
import type { RequestLogEvent, TransportSettings } from './settings.ts';
import { Slots } from './slots.ts';
import { within } from './timing.ts';

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
  async make<T>(request: ApiRequest<T>, number: number, signal: AbortSignal): Promise<T> {
    const { timeoutMs, timing } = this.#settings;
    await this.#slots.enter(signal).catch((reason: unknown) => {
      throw gaveUp(request, reason, false);
    });
    try {
      return await within(timeoutMs, signal, timing, (limited) => this.#exchange(request, number, limited));
    } finally {
      this.#slots.leave();
    }
  }

  async #exchange<T>(request: ApiRequest<T>, number: number, signal: AbortSignal): Promise<T> {
    const { baseUrl, credentials: source, timing } = this.#settings;
    const credentials = checkCredentials(typeof source === 'function' ? source() : source);
    const redactor = createRedactor(credentials);
    const start = timing.clock();
    const end = await exchange(this.#dispatcher, this.#httpRequest(request, credentials), signal);
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

  #httpRequest({ method, path, query, body }: ApiRequest<unknown>, credentials: Credentials): HttpRequest {
    const { baseUrl, headerNames } = this.#settings;
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    return {
      origin: baseUrl.origin,
      method,
      path: baseUrl.pathname.replace(/\/+$/, '') + path + search,
      headers: {
        accept: 'application/json',
        'user-agent': 'mytpe-pay-client',
        [headerNames.key]: credentials.key,
        [headerNames.secret]: credentials.secret,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body ?? null,
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
