import { type IncomingMessage, type RequestOptions, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { receiverKind } from './targets.ts';

const MAX_RESPONSE_BYTES = 16 * 1024;
const KEPT_CHARACTERS = 500;

/** A receiver’s response. `status` is `null` without a response; `error` then gives the reason. */
export interface Outcome {
  readonly status: number | null;
  readonly error: string | null;
  /** The first 500 characters of the response body. */
  readonly answer: string;
}

/** Options for sending a delivery. */
export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** The timeout of the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** Aborts the request. The promise then rejects with the signal’s reason. */
  readonly signal: AbortSignal;
}

/**
 * Sends `body` once, on its own connection, and reads at most 16 KB of the response. A redirect counts as a response and
 * is not followed. Rejects only when `signal` aborts it. Every other failure is an outcome.
 */
export async function postBody(url: string, body: string, options: PostOptions): Promise<Outcome> {
  if (receiverKind(url) === null) return failed('The address must be https, or http to this machine.');
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  try {
    const response = await send(url, body, { method: 'POST', headers: options.headers, agent: false, signal });
    return { status: response.statusCode!, error: null, answer: await readBeginning(response, signal) };
  } catch (error) {
    options.signal.throwIfAborted();
    return failed(timeout.aborted ? `No response within ${options.timeoutMs} ms.` : reasonOf(error as Error));
  }
}

function send(url: string, body: string, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? httpsRequest : httpRequest;
    request(url, options).on('response', resolve).on('error', reject).end(body);
  });
}

async function readBeginning(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop destroys the response and its connection.
    if (size >= MAX_RESPONSE_BYTES) break;
  }
  signal.throwIfAborted();
  return Buffer.concat(chunks).toString('utf8').slice(0, KEPT_CHARACTERS);
}

function failed(error: string): Outcome {
  return { status: null, error, answer: '' };
}

/** The reason of a failure. A refused connection arrives as an error with several causes and an empty message. */
function reasonOf(error: Error & { code?: string; errors?: Error[] }): string {
  const message = error.message || error.errors?.at(-1)?.message || error.name;
  return error.code !== undefined && !message.includes(error.code) ? `${message} (${error.code})` : message;
}
