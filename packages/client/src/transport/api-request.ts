import type { z } from 'zod';

import { InvalidInputError, type Outcome } from '../errors.ts';
import type { HttpRequest } from './exchange.ts';
import type { MultipartBody } from './multipart.ts';

/**
 * The role of a request in an operation. It decides how the client retries the request, and the outcome of a failure.
 *
 * - `read`: the only request of a read operation.
 * - `check`: a read before a write. If it fails, the write is not sent.
 * - `write`: changes something.
 * - `confirm`: a read after an accepted write. If it fails, MyTPE may have carried out the write.
 */
export type Role = 'read' | 'check' | 'write' | 'confirm';

/** A request to an API of MyTPE, without host and credentials. */
export interface ApiRequest<T> {
  readonly role: Role;
  readonly method: HttpRequest['method'];
  /** The path after the base URL. Encode ids with {@link pathSegment}. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON as text (at most 1 MiB), or a multipart body (at most 32 MiB). */
  readonly body?: string | MultipartBody | undefined;
  /** The expected body of a 2xx response. `ignored` if MyTPE does not document it; the result is then `undefined`. */
  readonly response: z.ZodType<T> | TextResponse<T> | 'ignored';
}

/** An expected 2xx response that is not JSON, such as CSV. */
export interface TextResponse<T> {
  /** The media type of the request's `accept` header, like `text/csv`. */
  readonly accept: string;
  /** The size limit of the body. JSON responses may have 5 MiB. */
  readonly maxBytes: number;
  /** Parses the body (UTF-8 without byte order mark). Returns `undefined` if the body is not of the expected type. */
  readonly parse: (text: string) => T | undefined;
}

export function isTextResponse<T>(response: ApiRequest<T>['response']): response is TextResponse<T> {
  return typeof response === 'object' && 'accept' in response;
}

/** Sends one request, with the retries that its role allows. Rejects with a `MytpeError`. */
export type Send = <T>(request: ApiRequest<T>) => Promise<T>;

/**
 * Returns the outcome of an operation after a failed request. `refused`: this request changed nothing. `unclear`: it
 * may have changed something.
 */
export function outcomeOf(role: Role, failure: 'refused' | 'unclear'): Outcome | undefined {
  if (role === 'read') return undefined;
  if (role === 'check') return 'rejected';
  return role === 'write' && failure === 'refused' ? 'rejected' : 'unknown';
}

/** Returns the name of a request in messages and logs. */
export function requestName({ method, path }: Pick<ApiRequest<unknown>, 'method' | 'path'>): string {
  return `${method} ${path || '/'}`;
}

const MAX_ID_LENGTH = 255;

/**
 * Encodes an id as one segment of a path.
 * @throws InvalidInputError for ids that encoding cannot protect. An empty id would address the list, and proxies
 *   resolve `.` and `..` even when they are encoded as `%2E`.
 */
export function pathSegment(id: string): string {
  const usable = typeof id === 'string' && id.length > 0 && id.length <= MAX_ID_LENGTH && !/\p{Surrogate}/u.test(id);
  if (!usable || /^\.{1,2}$/.test(id)) {
    throw new InvalidInputError('id', { id: [`must be 1 to ${MAX_ID_LENGTH} characters, and not "." or ".."`] });
  }
  return encodeURIComponent(id);
}
