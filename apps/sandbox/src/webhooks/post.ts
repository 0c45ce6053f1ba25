import { type IncomingMessage, type RequestOptions, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { receiverKind } from './receiver-url.ts';

const MAX_ANSWER_BYTES = 16 * 1024;
const SHOWN_ANSWER = 500;

/** What a receiver did with a delivery. `status` is `null` when it never answered; then `error` says why. */
export interface Outcome {
  readonly status: number | null;
  readonly error: string | null;
  /** The first 500 characters of its answer. */
  readonly answer: string;
}

/** How a delivery is sent. */
export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs: number;
  /** Ends it early: the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Sends `body` once and reads at most 16 KB of the answer, on a connection of its own that is closed afterwards.
 * Redirects are answers like any other. Rejects only when `signal` ends it; every failure is an outcome.
 */
export async function postBody(url: string, body: string, options: PostOptions): Promise<Outcome> {
  if (receiverKind(url) === null) return failed('This address is neither https nor http to this machine.');
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  try {
    const answer = await send(url, body, { method: 'POST', headers: options.headers, agent: false, signal });
    return { status: answer.statusCode!, error: null, answer: await readBeginning(answer, signal) };
  } catch (error) {
    options.signal.throwIfAborted();
    return failed(timeout.aborted ? `No answer within ${options.timeoutMs} ms.` : reasonOf(error as Error));
  }
}

function send(url: string, body: string, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? httpsRequest : httpRequest;
    request(url, options).on('response', resolve).on('error', reject).end(body);
  });
}

async function readBeginning(answer: IncomingMessage, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop destroys the answer and its connection.
    if (size >= MAX_ANSWER_BYTES) break;
  }
  signal.throwIfAborted();
  return Buffer.concat(chunks).toString('utf8').slice(0, SHOWN_ANSWER);
}

function failed(error: string): Outcome {
  return { status: null, error, answer: '' };
}

/** A connection that nobody accepted arrives as several errors in one, with an empty message. */
function reasonOf(error: Error & { code?: string; errors?: Error[] }): string {
  const message = error.message || error.errors?.at(-1)?.message || error.name;
  return error.code !== undefined && !message.includes(error.code) ? `${message} (${error.code})` : message;
}
