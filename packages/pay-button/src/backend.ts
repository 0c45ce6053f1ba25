/** A failure that can be shown: `message` is the backend's own sentence, empty when there is none. */
export class PayError extends Error {
  override readonly name = 'PayError';
  /** A code of the wire contract, or `network`. */
  readonly code: string;
  readonly retryable: boolean;
  /** Seconds the backend asked to wait, 0 when it did not. */
  readonly retryAfter: number;
  /** Only with `challenge_required`: the proof of work that the page did not solve, in the ALTCHA format. */
  readonly challenge: unknown;

  constructor(code: string, retryable: boolean, message = '', retryAfter = 0, challenge?: unknown) {
    super(message);
    this.code = code;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
    this.challenge = challenge;
  }
}

/** Where a backend is and which language it should answer in. */
export interface Backend {
  readonly endpoint: string;
  readonly language: string;
}

const PATIENCE_MS = 20_000;

/** Sends a request to the backend, a POST where there is a `body`, and parses the response. @throws PayError */
export async function ask<T>(
  { endpoint, language }: Backend,
  path: string,
  parse: (body: unknown) => T,
  body?: object,
  headers?: Record<string, string>,
  cache: RequestCache = 'no-cache',
): Promise<T> {
  const post = body && {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  };
  try {
    const response = await fetch(`${endpoint}/v1/${path}?lang=${language}`, {
      ...post,
      cache,
      // Browsers before 2022 wait as long as they themselves please.
      signal: AbortSignal.timeout?.(PATIENCE_MS),
    });
    const answer = await response.json();
    if (response.ok) return parse(answer);
    const wait = Number(response.headers.get('retry-after'));
    throw new PayError(answer.code, answer.retryable, answer.detail, wait, answer.challenge);
  } catch (error) {
    throw error instanceof PayError ? error : new PayError('network', true);
  }
}

const shared = new Map<string, Promise<unknown>>();

/** Elements that want the same at the same time share a request. */
export function askOnce<T>(backend: Backend, path: string, parse: (body: unknown) => T): Promise<T> {
  const key = backend.endpoint + path + backend.language;
  let request = shared.get(key) as Promise<T> | undefined;
  if (!request) {
    // The first look may be a few seconds old: a press on a price that moved is told so.
    request = ask(backend, path, parse, undefined, undefined, 'default');
    shared.set(key, request);
    const forget = () => setTimeout(() => shared.delete(key), 1000);
    request.then(forget, forget);
  }
  return request;
}
