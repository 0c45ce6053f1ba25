import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import { ERRORS, LinkView, OfferView, Problem } from '@mytpe-pay/contract';
import { z } from 'zod';

import {
  AdminLink,
  AdminLinkPage,
  AdminLinkWithHistory,
  AuditPage,
  SignedOfferToken,
} from '../../src/admin/admin-views.ts';
import type { OpenApiDocument } from '../../src/openapi/build-document.ts';
import { INJECTED_ELEMENT, INJECTED_HEADER } from './evil-text.ts';
import type { HostileRequest } from './request.ts';
import { PLANTED, type SecretSearch } from './secrets.ts';
import { type Exchange, type RawResponse, headerOf } from './wire.ts';

/** Context for judging: the API document, the search for secrets, and the state of MyTPE. */
export interface Judging {
  readonly document: OpenApiDocument;
  readonly secretsIn: SecretSearch;
  /** `true` while MyTPE is unreachable. */
  readonly isUpstreamOff: () => boolean;
  /** `true` if one more 503 is allowed although MyTPE is reachable. */
  readonly mayMissUpstream: () => boolean;
}

/** @returns the faults in the backend's reaction to a request; empty without a fault. */
export type Judge = (request: HostileRequest, exchange: Exchange) => string[];

/** The schema of a successful response, by `operationId`. */
const SUCCESSES: Readonly<Record<string, z.ZodType>> = {
  readOffer: OfferView,
  resolveOffer: OfferView,
  createLink: LinkView,
  readLink: LinkView,
  listLinks: AdminLinkPage,
  listPayments: AdminLinkPage,
  readLinkAsOperator: AdminLinkWithHistory,
  pauseLink: AdminLink,
  resumeLink: AdminLink,
  archiveLink: AdminLink,
  readAudit: AuditPage,
  signOffer: SignedOfferToken,
};
/** An error without a code in the contract's list: unknown route, caller not allowed, a conflict at MyTPE. */
const PlainProblem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.literal([401, 404, 408, 409, 422, 431]),
  detail: z.string(),
  retryable: z.boolean(),
  request_id: z.string(),
});
const Webhook = z.strictObject({ received: z.boolean() });
const Readiness = z.strictObject({ status: z.string(), reasons: z.array(z.string()).optional() });
/** Internal details: stack traces, paths, database errors. */
const INTERNAL_DETAILS =
  /\n\s+at \S+ \(|node:internal|node_modules|dist\/server\.js|SQLITE_|SqliteError|ERR_[A-Z]+_|FST_ERR/;

/** `true` for scripts and source maps: they are public, and contain names of source files. */
const isScript = (target: string): boolean => /^\/v\d+\.[^/]*\/[\w.-]+\.(?:js|map)/.test(target);

export function createJudge(judging: Judging): Judge {
  return (request, { responses, rest, ended }) => {
    const found = responses.flatMap((response) => judgeResponse(judging, request, response));
    if (request.sound && ended !== 'responded') found.push(`no response: ${ended}`);
    if (request.sound && rest.length > 0) found.push('bytes after the response');
    if (ended === 'silent') found.push('no response although the request was complete');
    if (judging.secretsIn(rest).length > 0) found.push('secret outside a response');
    return found;
  };
}

function judgeResponse(judging: Judging, request: HostileRequest, response: RawResponse): string[] {
  const { status, headers } = response;
  const body = decoded(response);
  const text = body.toString();
  const type = headerOf(response, 'content-type');
  const isHead = request.method === 'HEAD';
  return [
    ...serverError(judging, request, response),
    ...judging
      .secretsIn(body === response.body ? response.bytes : Buffer.concat([response.bytes, body]))
      .filter((name) => name !== PLANTED)
      .map((name) => `secret in a response: ${name}`),
    ...(headers.some(([name]) => name.includes(INJECTED_HEADER)) ? ['a header was injected'] : []),
    ...(type.includes('html') && text.includes(INJECTED_ELEMENT) ? ['markup was injected'] : []),
    ...(INTERNAL_DETAILS.test(text) && !isScript(request.target) ? ['internal details exposed'] : []),
    ...(type.includes('html') ? missingSecurityHeaders(response) : []),
    ...(status >= 400 && !isHead ? judgeError(request, response, text) : []),
    ...(status < 300 && !isHead ? judgeSuccess(request, response, text) : []),
    ...(request.sound && isUndocumented(judging, request, status) ? [`status ${status} is not documented`] : []),
  ];
}

/**
 * Allows a 503 with `Retry-After`, and `/ready` not ready, while MyTPE is unreachable. A connection to MyTPE can also break at
 * any time, and the backend never repeats a write, so a few more 503 are allowed. Every other 5xx is a fault of the backend.
 */
function serverError(
  { isUpstreamOff, mayMissUpstream }: Judging,
  { target }: HostileRequest,
  response: RawResponse,
): string[] {
  if (response.status < 500) return [];
  const hasHint = headerOf(response, 'retry-after') !== '' || /^\/ready(?:\?|$)/.test(target);
  const isAllowed = response.status === 503 && hasHint;
  return isAllowed && (isUpstreamOff() || mayMissUpstream()) ? [] : [`status ${response.status}`];
}

function decoded(response: RawResponse): Buffer {
  const encoding = headerOf(response, 'content-encoding');
  if (response.body.length === 0) return response.body;
  if (encoding === 'br') return brotliDecompressSync(response.body);
  return encoding === 'gzip' ? gunzipSync(response.body) : response.body;
}

function missingSecurityHeaders(response: RawResponse): string[] {
  const needed = ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy'];
  return needed.filter((name) => headerOf(response, name) === '').map((name) => `a page without ${name}`);
}

/** Checks that an error is problem details, an HTML page, or a webhook or readiness response. */
function judgeError(request: HostileRequest, response: RawResponse, text: string): string[] {
  const type = headerOf(response, 'content-type');
  // Without a `Host`, or with an unknown `Expect`, Node itself responds with one line.
  if (!request.sound && type === '' && text === '') return [];
  const isApi = request.target.startsWith('/v1/');
  if (!isApi && type.startsWith('text/html')) return [];
  const value = parsed(text);
  if (!isApi && (Webhook.safeParse(value).success || Readiness.safeParse(value).success)) return [];
  if (!type.startsWith('application/problem+json')) return [`error response as ${type || 'no content type'}`];
  if (PlainProblem.safeParse(value).success) return isStatus(value, response) ? [] : ['different status in the body'];
  const problem = Problem.strict().safeParse(value);
  if (!problem.success) return ['problem details do not match the contract'];
  const { code, retryable } = problem.data;
  const expected = ERRORS[code];
  const needsRetryAfter = response.status === 429 || code === 'upstream_unavailable';
  return [
    ...(expected.status === response.status && expected.retryable === retryable ? [] : [`${code} with a wrong status`]),
    ...(isStatus(value, response) ? [] : ['different status in the body']),
    ...(needsRetryAfter && !/^[1-9]\d*$/.test(headerOf(response, 'retry-after'))
      ? [`${code} without Retry-After`]
      : []),
    ...(isApi && headerOf(response, 'access-control-allow-origin') !== '*'
      ? ['error response without access-control-allow-origin']
      : []),
  ];
}

const isStatus = (value: unknown, { status }: RawResponse): boolean => (value as { status: number }).status === status;

function judgeSuccess({ operation, target, sound }: HostileRequest, response: RawResponse, text: string): string[] {
  const schema = sound ? SUCCESSES[operation ?? ''] : undefined;
  const type = headerOf(response, 'content-type');
  if (operation === 'watchLink' && sound) {
    const data = /\ndata: (.*)\n/.exec(text)?.[1];
    return LinkView.safeParse(parsed(data ?? '')).success ? [] : ['event stream without a link'];
  }
  if (!schema || type.startsWith('text/csv')) return [];
  return schema.safeParse(parsed(text)).success
    ? []
    : [`response of ${target.split('?')[0]!.slice(0, 40)} does not match its schema`];
}

function isUndocumented({ document }: Judging, { operation, method }: HostileRequest, status: number): boolean {
  if (operation === null || status === 404) return false;
  const documented = Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .find(({ operationId }) => operationId === operation);
  // Every route can return 400, for an address or a body that cannot be parsed.
  return documented !== undefined && status !== 400 && method !== 'HEAD' && !(String(status) in documented.responses);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
