import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

import type { Dispatcher } from 'undici';

export interface HttpRequest {
  readonly origin: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as it is, with the query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | Readable | null;
  /** More than this of an answer is not read. */
  readonly maxAnswerBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** `null`: more than `maxAnswerBytes`, or an error answer whose body broke off. */
  readonly body: string | null;
}

/** How one exchange ended, and whether its request may have reached the server. */
export type Exchange = { readonly sent: boolean } & ({ readonly answer: HttpAnswer } | { readonly failure: unknown });

/**
 * One request, one answer, no retry. Never rejects.
 *
 * Below undici's `request`, for two reasons: only a dispatch handler is told when the request is about to be written,
 * which is what separates "surely not sent" from "unknown"; and `request` notices an abort only once connected.
 */
export function exchange(dispatcher: Dispatcher, request: HttpRequest, signal: AbortSignal): Promise<Exchange> {
  return new Promise((resolve) => {
    const { maxAnswerBytes, ...sending } = request;
    const collector = new AnswerCollector(maxAnswerBytes, (end) => {
      signal.removeEventListener('abort', abort);
      resolve(end);
    });
    const abort = () => collector.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) return abort();
    try {
      // The caller's signal is the only clock: undici's own timeouts are off.
      dispatcher.dispatch({ ...sending, headersTimeout: 0, bodyTimeout: 0 }, collector);
    } catch (error) {
      collector.abort(error);
    }
  });
}

/** Collects an answer for {@link exchange}. Settles once; whatever undici reports afterwards is dropped. */
class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  readonly #settle: (end: Exchange) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #head: Omit<HttpAnswer, 'body'> | undefined;
  #size = 0;
  #sent = false;
  #settled = false;

  constructor(maxBytes: number, settle: (end: Exchange) => void) {
    this.#maxBytes = maxBytes;
    this.#settle = settle;
  }

  abort(reason: unknown): void {
    this.#end({ sent: this.#sent, failure: reason });
    this.#controller?.abort(new Error('given up'));
  }

  /** The connection stands and the request is about to be written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#settled) return controller.abort(new Error('given up before it was sent'));
    this.#controller = controller;
    this.#sent = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status >= 200) this.#head = { status, headers };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size <= this.#maxBytes) {
      this.#chunks.push(chunk);
    } else if (this.#head !== undefined) {
      this.#answer(this.#head, null);
      controller.abort(new Error('the answer is too large'));
    }
  }

  onResponseEnd(): void {
    // TextDecoder, because it drops the byte order mark that a PHP file saved on Windows puts before its JSON.
    if (this.#head !== undefined) this.#answer(this.#head, new TextDecoder().decode(Buffer.concat(this.#chunks)));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // The body of an error answer only explains; the status has already decided.
    if (this.#head !== undefined && this.#head.status >= 300) this.#answer(this.#head, null);
    else this.#end({ sent: this.#sent, failure: error });
  }

  #answer(head: Omit<HttpAnswer, 'body'>, body: string | null): void {
    this.#end({ sent: this.#sent, answer: { ...head, body } });
  }

  #end(end: Exchange): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#settle(end);
  }
}
