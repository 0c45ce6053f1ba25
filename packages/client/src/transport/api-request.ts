import type { z } from 'zod';

import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Outcome } from '../errors/mytpe-error.ts';
import type { HttpRequest } from './exchange.ts';
import type { MultipartBody } from './multipart.ts';

/**
 * What a request is to the caller's operation; decides its retries and what a failure means.
 *
 * - `read`: all there is.
 * - `check`: a read before a write. When it fails, the write is not made.
 * - `write`: changes something.
 * - `confirm`: a read after an accepted write. When it fails, the write may well have been carried out.
 */
export type Role = 'read' | 'check' | 'write' | 'confirm';

/** One request to an API of MyTPE, before there is a host or a credential. */
export interface ApiRequest<T> {
  readonly role: Role;
  readonly method: HttpRequest['method'];
  /** After the base URL; ids go through {@link pathSegment}. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text (at most 1 MiB), or parts of which some may be files (at most 32 MiB). */
  readonly body?: string | MultipartBody | undefined;
  /** What a 2xx must hold; `ignored` where MyTPE does not say (`undefined` is returned). */
  readonly answer: z.ZodType<T> | TextAnswer<T> | 'ignored';
}

/** A 2xx whose body is no JSON, such as CSV. */
export interface TextAnswer<T> {
  /** What is asked for, like `text/csv`. */
  readonly accept: string;
  /** A longer body is not read to its end. JSON answers may have 5 MiB. */
  readonly maxBytes: number;
  /** Gets the body as UTF-8 without its byte order mark; `undefined` says that it is not what was asked for. */
  readonly parse: (text: string) => T | undefined;
}

export function isTextAnswer<T>(answer: ApiRequest<T>['answer']): answer is TextAnswer<T> {
  return typeof answer === 'object' && 'accept' in answer;
}

/** Sends one request with the retries its role allows. Rejects with a `MytpeError`. */
export type Send = <T>(request: ApiRequest<T>) => Promise<T>;

/** What a failure says about the operation: `refused` = this request changed nothing, `unclear` = it may have. */
export function outcomeOf(role: Role, failure: 'refused' | 'unclear'): Outcome | undefined {
  if (role === 'read') return undefined;
  if (role === 'check') return 'rejected';
  return role === 'write' && failure === 'refused' ? 'rejected' : 'unknown';
}

/** How messages and logs call a request. */
export function requestName({ method, path }: Pick<ApiRequest<unknown>, 'method' | 'path'>): string {
  return `${method} ${path || '/'}`;
}

const MAX_ID_LENGTH = 255;

/**
 * Encodes an id so that it stays one segment of the path.
 * @throws InvalidInputError for what no encoding protects: an empty id would name the list, and `.` and `..` are
 * resolved by proxies even when written `%2E`.
 */
export function pathSegment(id: string): string {
  const usable = typeof id === 'string' && id.length > 0 && id.length <= MAX_ID_LENGTH && !/\p{Surrogate}/u.test(id);
  if (!usable || /^\.{1,2}$/.test(id)) {
    throw new InvalidInputError('id', { id: [`must be 1 to ${MAX_ID_LENGTH} characters, and not "." or ".."`] });
  }
  return encodeURIComponent(id);
}
