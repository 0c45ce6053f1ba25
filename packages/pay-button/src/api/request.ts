/** A failure that the element can show. `message` is the backend's text for the payer, or empty. */
export class PayError extends Error {
  override readonly name = 'PayError';
  /** A code of the wire contract, or `network`. */
  readonly code: string;
  readonly retryable: boolean;
  /** The backend's `Retry-After` in seconds, 0 without one. */
  readonly retryAfter: number;
  /** With `challenge_required` only: the unsolved proof of work, in the ALTCHA format. */
  readonly challenge: unknown;

  constructor(code: string, retryable: boolean, message = '', retryAfter = 0, challenge?: unknown) {
    super(message);
    this.code = code;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
    this.challenge = challenge;
  }
}

/** The backend of one payment, and the language of its responses. */
export interface Backend {
  readonly endpoint: string;
  readonly language: string;
}

const TIMEOUT_MS = 20_000;

/**
 * Sends a request to the backend and parses the response. A request with a `body` is a POST.
 * @param path below `/v1/`.
 * @throws PayError with the backend's code, or `network` without a readable response within 20 seconds.
 */
export async function request<T>(
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
      // Browsers before 2022 have no AbortSignal.timeout; the browser's limit applies.
      signal: AbortSignal.timeout?.(TIMEOUT_MS),
    });
    const content = await response.json();
    if (response.ok) return parse(content);
    const wait = Number(response.headers.get('retry-after'));
    throw new PayError(content.code, content.retryable, content.detail, wait, content.challenge);
  } catch (error) {
    throw error instanceof PayError ? error : new PayError('network', true);
  }
}

const pending = new Map<string, Promise<unknown>>();

/** A GET that elements share when they send it within the same second. @throws PayError */
export function sharedRequest<T>(backend: Backend, path: string, parse: (body: unknown) => T): Promise<T> {
  const key = backend.endpoint + path + backend.language;
  let response = pending.get(key) as Promise<T> | undefined;
  if (!response) {
    // The response may come from the browser's cache. If its price is outdated, the payment gets `offer_changed`.
    response = request(backend, path, parse, undefined, undefined, 'default');
    pending.set(key, response);
    const forget = () => setTimeout(() => pending.delete(key), 1000);
    response.then(forget, forget);
  }
  return response;
}
