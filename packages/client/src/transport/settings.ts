import type { Dispatcher } from 'undici';
import { z } from 'zod';

import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { inputFields } from '../wire/input-fields.ts';
import { type Credentials, checkCredentials } from './credentials.ts';
import { SYSTEM_TIMING, type Timing } from './timing.ts';

/** One try of one request, for logs and metrics. Never holds a credential, a query or a body. */
export interface RequestLogEvent {
  readonly method: string;
  /** Without base URL and query; ids are percent-encoded. */
  readonly path: string;
  /** `undefined` when no answer came. */
  readonly status: number | undefined;
  /** From the moment this try began to send, without waiting for a slot. */
  readonly ms: number;
  /** 1 for the first. */
  readonly try: number;
  readonly requestId: string | undefined;
}

/** What every client of this package can be told. */
export interface ClientOptions extends Partial<Timing> {
  /** Like `https://api.mytpe.appp/api/ext`. Used as given, a trailing slash aside: no host is ever corrected. */
  readonly baseUrl: string | URL;
  /** A function is asked before every try, so that a pair can be replaced while running. */
  readonly credentials: Credentials | (() => Credentials);
  /** For one try, from sending to the last byte; files get one second more for every 64 kB. Default 10,000 ms. */
  readonly timeoutMs?: number | undefined;
  /** Tries in all, 1 to 10. Default 3. A write is repeated only after 429 or when it was surely not sent. */
  readonly tries?: number | undefined;
  /** Requests under way at once; the others queue. Default 2: MyTPE documents no rate limit, so we stay modest. */
  readonly maxConcurrent?: number | undefined;
  /** Where requests go instead of an own connection pool, for instance a proxy. Stays open when the client closes. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Told after every try. What it throws is ignored. */
  readonly onRequest?: ((event: RequestLogEvent) => void) | undefined;
}

/** The two headers of an API; names are compared without case, but each API prints its own. */
export interface HeaderNames {
  readonly key: string;
  readonly secret: string;
}

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

/** @throws InvalidInputError naming every option that is wrong; never shows a credential. */
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
  // Without the value: it may hold a password.
  const rule = 'must be an http or https URL without user name, query or fragment';
  throw new InvalidInputError('client options', { baseUrl: [rule] });
}
