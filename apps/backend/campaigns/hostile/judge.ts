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
import type { OpenApiDocument } from '../../src/openapi/document.ts';
import { INJECTED_ELEMENT, INJECTED_HEADER } from './evil-text.ts';
import type { HostileRequest } from './request.ts';
import { PLANTED, type SecretSearch } from './secrets.ts';
import { type Answer, type Exchange, headerOf } from './wire.ts';

export interface Judging {
  readonly document: OpenApiDocument;
  readonly secretsIn: SecretSearch;
  /** Whether MyTPE is unreachable just now. */
  readonly isUpstreamOff: () => boolean;
  /** Whether one more answer may say that MyTPE could not be reached though it was there. */
  readonly mayMissUpstream: () => boolean;
}

/** @returns what is wrong with how this request was met; nothing where all is well. */
export type Judge = (request: HostileRequest, exchange: Exchange) => string[];

/** What a route must answer when it succeeds, beyond its status. */
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
/** A failure that the closed list has no code for: no such route, not for this caller, a conflict at MyTPE. */
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
/** What the inside looks like: stack traces, paths, the database's words. */
const INSIDE = /\n\s+at \S+ \(|node:internal|node_modules|dist\/server\.js|SQLITE_|SqliteError|ERR_[A-Z]+_|FST_ERR/;

/** Scripts and their maps name what they are made of, and are everybody's. */
const isScript = (target: string): boolean => /^\/v\d+\.[^/]*\/[\w.-]+\.(?:js|map)/.test(target);

export function createJudge(judging: Judging): Judge {
  return (request, { answers, rest, ended }) => {
    const found = answers.flatMap((answer) => judgeAnswer(judging, request, answer));
    if (request.sound && ended !== 'answered') found.push(`no answer: ${ended}`);
    if (request.sound && rest.length > 0) found.push('bytes beyond the answer');
    if (ended === 'silent') found.push('left waiting, though the request had ended');
    if (judging.secretsIn(rest).length > 0) found.push('a secret outside an answer');
    return found;
  };
}

function judgeAnswer(judging: Judging, request: HostileRequest, answer: Answer): string[] {
  const { status, headers } = answer;
  const body = decoded(answer);
  const text = body.toString();
  const type = headerOf(answer, 'content-type');
  const isHead = request.method === 'HEAD';
  return [
    ...serverFault(judging, request, answer),
    ...judging
      .secretsIn(body === answer.body ? answer.bytes : Buffer.concat([answer.bytes, body]))
      .filter((name) => name !== PLANTED)
      .map((name) => `secret in an answer: ${name}`),
    ...(headers.some(([name]) => name.includes(INJECTED_HEADER)) ? ['a header was injected'] : []),
    ...(type.includes('html') && text.includes(INJECTED_ELEMENT) ? ['markup was injected'] : []),
    ...(INSIDE.test(text) && !isScript(request.target) ? ['the inside shows'] : []),
    ...(type.includes('html') ? unguardedPage(answer) : []),
    ...(status >= 400 && !isHead ? failure(request, answer, text) : []),
    ...(status < 300 && !isHead ? success(request, answer, text) : []),
    ...(request.sound && isUndocumented(judging, request, status) ? [`status ${status} is not documented`] : []),
  ];
}

/**
 * Without MyTPE nothing new can be had, and the service says that it is not ready. A connection to it may break at any
 * time, too, and a write is not sent twice: now and then somebody is told to come back. Everything else is ours.
 */
function serverFault(
  { isUpstreamOff, mayMissUpstream }: Judging,
  { target }: HostileRequest,
  answer: Answer,
): string[] {
  if (answer.status < 500) return [];
  const isTold = headerOf(answer, 'retry-after') !== '' || /^\/ready(?:\?|$)/.test(target);
  const isHonest = answer.status === 503 && isTold;
  return isHonest && (isUpstreamOff() || mayMissUpstream()) ? [] : [`status ${answer.status}`];
}

function decoded(answer: Answer): Buffer {
  const encoding = headerOf(answer, 'content-encoding');
  if (answer.body.length === 0) return answer.body;
  if (encoding === 'br') return brotliDecompressSync(answer.body);
  return encoding === 'gzip' ? gunzipSync(answer.body) : answer.body;
}

function unguardedPage(answer: Answer): string[] {
  const needed = ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy'];
  return needed.filter((name) => headerOf(answer, name) === '').map((name) => `a page without ${name}`);
}

/** Every failure says what it is: problem details, a page for people, MyTPE's own answer. */
function failure(request: HostileRequest, answer: Answer, text: string): string[] {
  const type = headerOf(answer, 'content-type');
  // Where not even a host is named, or more is expected than HTTP knows, Node says so in one line.
  if (!request.sound && type === '' && text === '') return [];
  const isWire = request.target.startsWith('/v1/');
  if (!isWire && type.startsWith('text/html')) return [];
  const value = parsed(text);
  if (!isWire && (Webhook.safeParse(value).success || Readiness.safeParse(value).success)) return [];
  if (!type.startsWith('application/problem+json')) return [`a failure as ${type || 'nothing'}`];
  if (PlainProblem.safeParse(value).success) return isStatus(value, answer) ? [] : ['another status in the body'];
  const problem = Problem.strict().safeParse(value);
  if (!problem.success) return ['a problem that is not as the contract says'];
  const { code, retryable } = problem.data;
  const kind = ERRORS[code];
  const waits = answer.status === 429 || code === 'upstream_unavailable';
  return [
    ...(kind.status === answer.status && kind.retryable === retryable ? [] : [`${code} with another status`]),
    ...(isStatus(value, answer) ? [] : ['another status in the body']),
    ...(waits && !/^[1-9]\d*$/.test(headerOf(answer, 'retry-after')) ? [`${code} without Retry-After`] : []),
    ...(isWire && headerOf(answer, 'access-control-allow-origin') !== '*' ? ['a failure that no page can read'] : []),
  ];
}

const isStatus = (value: unknown, { status }: Answer): boolean => (value as { status: number }).status === status;

function success({ operation, target, sound }: HostileRequest, answer: Answer, text: string): string[] {
  const schema = sound ? SUCCESSES[operation ?? ''] : undefined;
  const type = headerOf(answer, 'content-type');
  if (operation === 'watchLink' && sound) {
    const data = /\ndata: (.*)\n/.exec(text)?.[1];
    return LinkView.safeParse(parsed(data ?? '')).success ? [] : ['a stream without a link'];
  }
  if (!schema || type.startsWith('text/csv')) return [];
  return schema.safeParse(parsed(text)).success ? [] : [`not what ${target.split('?')[0]!.slice(0, 40)} answers`];
}

function isUndocumented({ document }: Judging, { operation, method }: HostileRequest, status: number): boolean {
  if (operation === null || status === 404) return false;
  const documented = Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .find(({ operationId }) => operationId === operation);
  // What stands before every route: an address or a body that cannot be read.
  return documented !== undefined && status !== 400 && method !== 'HEAD' && !(String(status) in documented.responses);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
