import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

import type { Dispatcher } from 'undici';

/** A request as the client sends it. */
export interface HttpRequest {
  readonly origin: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path with the query, sent unchanged. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | Readable | null;
  /** The client stops reading a larger response. */
  readonly maxResponseBytes: number;
}

/** A response with its body as text. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** `null` if the body exceeds `maxResponseBytes`, or if the body of an error response broke off. */
  readonly body: string | null;
}

/** The result of one exchange. `sent` is `true` if the request may have reached the server. */
export type Exchange = { readonly sent: boolean } & (
  | { readonly response: HttpResponse }
  | { readonly failure: unknown }
);

/**
 * Sends one request without retries. Never rejects.
 *
 * Uses undici's `dispatch` instead of `request` for two reasons. Only a dispatch handler learns when the request is
 * about to be written, which separates "certainly not sent" from "unknown". And `request` notices an abort only after
 * the connection is established.
 */
export function exchange(dispatcher: Dispatcher, request: HttpRequest, signal: AbortSignal): Promise<Exchange> {
  return new Promise((resolve) => {
    const { maxResponseBytes, ...sending } = request;
    const collector = new ResponseCollector(maxResponseBytes, (end) => {
      signal.removeEventListener('abort', abort);
      resolve(end);
    });
    const abort = () => collector.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) return abort();
    try {
      // Only the caller's signal limits the time, so undici's own timeouts are off.
      dispatcher.dispatch({ ...sending, headersTimeout: 0, bodyTimeout: 0 }, collector);
    } catch (error) {
      collector.abort(error);
    }
  });
}

/** Collects a response for {@link exchange}. Settles once and ignores later events from undici. */
class ResponseCollector implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  readonly #settle: (end: Exchange) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #head: Omit<HttpResponse, 'body'> | undefined;
  #size = 0;
  #sent = false;
  #settled = false;

  constructor(maxBytes: number, settle: (end: Exchange) => void) {
    this.#maxBytes = maxBytes;
    this.#settle = settle;
  }

  abort(reason: unknown): void {
    this.#end({ sent: this.#sent, failure: reason });
    this.#controller?.abort(new Error('request aborted'));
  }

  /** Called when the connection is established and the request is about to be written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#settled) return controller.abort(new Error('request aborted before it was sent'));
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
      this.#respond(this.#head, null);
      controller.abort(new Error('the response is too large'));
    }
  }

  onResponseEnd(): void {
    // TextDecoder removes a byte order mark, which PHP files that were saved on Windows write before the JSON.
    if (this.#head !== undefined) this.#respond(this.#head, new TextDecoder().decode(Buffer.concat(this.#chunks)));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // The status of an error response is enough; the body only explains it.
    if (this.#head !== undefined && this.#head.status >= 300) this.#respond(this.#head, null);
    else this.#end({ sent: this.#sent, failure: error });
  }

  #respond(head: Omit<HttpResponse, 'body'>, body: string | null): void {
    this.#end({ sent: this.#sent, response: { ...head, body } });
  }

  #end(end: Exchange): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#settle(end);
  }
}
