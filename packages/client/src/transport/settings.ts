import type { Dispatcher } from 'undici';
import { z } from 'zod';

import { InvalidInputError } from '../errors.ts';
import { inputFields } from '../wire/input-fields.ts';
import { type Credentials, checkCredentials } from './credentials.ts';
import { SYSTEM_TIMING, type Timing } from './timing.ts';

/** One attempt of one request, for logs and metrics. Never contains credentials, a query or a body. */
export interface RequestLogEvent {
  readonly method: string;
  /** The path without base URL and query. Ids are percent-encoded. */
  readonly path: string;
  /** The HTTP status. `undefined` if there was no response. */
  readonly status: number | undefined;
  /** The duration from the start of the attempt, without the time in the queue. */
  readonly ms: number;
  /** The number of the attempt, starting at 1. */
  readonly try: number;
  readonly requestId: string | undefined;
}

/** The options of all clients of this package. */
export interface ClientOptions extends Partial<Timing> {
  /** The base URL, like `https://api.mytpe.appp/api/ext`. Used unchanged except for a trailing slash. */
  readonly baseUrl: string | URL;
  /**
   * The credentials. The client calls a function before every attempt, so that credentials can be replaced at run time.
   */
  readonly credentials: Credentials | (() => Credentials);
  /**
   * The time limit of one attempt, from sending to the last byte. Default: 10,000 ms, plus one second for every 64 kB
   * of files.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The maximum number of attempts, 1 to 10. Default: 3. The client repeats a write only after 429, or if it was
   * certainly not sent.
   */
  readonly tries?: number | undefined;
  /**
   * The maximum number of concurrent requests. Other requests wait in a queue. Default: 2, because MyTPE documents no
   * rate limit.
   */
  readonly maxConcurrent?: number | undefined;
  /**
   * An undici dispatcher, for example a proxy. Default: the client's own connection pool. The client does not close
   * this dispatcher.
   */
  readonly dispatcher?: Dispatcher | undefined;
  /** Called after every attempt. Its errors are ignored. */
  readonly onRequest?: ((event: RequestLogEvent) => void) | undefined;
}

/**
 * The names of the two credential headers. Header names are case-insensitive; these are the names in the documentation
 * of each API.
 */
export interface HeaderNames {
  readonly key: string;
  readonly secret: string;
}

/** Validated options. */
export interface TransportSettings extends Required<Pick<ClientOptions, 'credentials'>> {
  readonly baseUrl: URL;
  readonly headerNames: HeaderNames;
  readonly timeoutMs: number;
  readonly tries: number;
  readonly maxConcurrent: number;
  readonly dispatcher: Dispatcher | undefined;
  readonly onRequest: ClientOptions['onRequest'];
  readonly timing: Timing;
}

const Limits = z.object({
  timeoutMs: z.number().positive().max(600_000).default(10_000),
  tries: z.int().min(1).max(10).default(3),
  maxConcurrent: z.int().min(1).max(1_000).default(2),
});

/** Validates options. @throws InvalidInputError with every invalid option, without credentials. */
export function parseSettings(options: ClientOptions, headerNames: HeaderNames): TransportSettings {
  const limits = Limits.safeParse(options);
  if (!limits.success) throw new InvalidInputError('client options', inputFields(limits.error));
  const { credentials, dispatcher, onRequest } = options;
  const { clock = SYSTEM_TIMING.clock, random = SYSTEM_TIMING.random, sleep = SYSTEM_TIMING.sleep } = options;
  return {
    ...limits.data,
    baseUrl: parseBaseUrl(options.baseUrl),
    credentials: typeof credentials === 'function' ? credentials : checkCredentials({ ...credentials }),
    headerNames,
    dispatcher,
    onRequest,
    timing: { clock, random, sleep },
  };
}

function parseBaseUrl(value: string | URL): URL {
  const url = URL.canParse(String(value)) ? new URL(value) : undefined;
  const plain = url !== undefined && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (plain && /^https?:$/.test(url.protocol)) return url;
  // The message omits the value, which may contain a password.
  const rule = 'must be an http or https URL without user name, query or fragment';
  throw new InvalidInputError('client options', { baseUrl: [rule] });
}

/** The names of settings in messages: the client's option and the backend's environment variable. */
export const BASE_URL_SETTING = 'the base URL (`baseUrl`, MYTPE_BASE_URL)';
export const CREDENTIALS_SETTING = 'the API key and secret (`credentials`, MYTPE_API_KEY and MYTPE_API_SECRET)';
