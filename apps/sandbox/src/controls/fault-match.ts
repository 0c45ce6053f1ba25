import type { IncomingHttpHeaders } from 'node:http';

import type { Match } from './fault-rules.ts';

/** The parts of an incoming call that a rule can match. */
export interface CallSubject {
  readonly kind: 'call';
  readonly api: 'ext' | 'v2' | 'pay';
  readonly method: string;
  /** The path without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** A webhook that is about to be sent. */
export interface DeliverySubject {
  readonly kind: 'delivery';
  readonly api: 'ext' | 'v2';
  readonly event: string;
}

export type Subject = CallSubject | DeliverySubject;

/** The call, or `undefined` for requests that rules never hit: the controls, the page at `/`, the files. */
export function describeCall(method: string, url: string, headers: IncomingHttpHeaders): CallSubject | undefined {
  const [path = '', query = ''] = url.split('?', 2);
  const api = apiOf(path);
  return api && { kind: 'call', api, method, path, query: new URLSearchParams(query), headers };
}

function apiOf(path: string): 'ext' | 'v2' | 'pay' | undefined {
  if (path.startsWith('/pay/')) return 'pay';
  if (path.startsWith('/api/v2/')) return 'v2';
  return path.startsWith('/api/') ? 'ext' : undefined;
}

/** `true` if the subject meets every condition of the rule. */
export function isMatch(match: Match, subject: Subject): boolean {
  if (match.api !== undefined && match.api !== subject.api) return false;
  if (subject.kind === 'delivery') return match.event === undefined || match.event === subject.event;
  const { method, path, query, headers } = subject;
  if (match.method !== undefined && match.method !== method) return false;
  if (match.path_regex !== undefined && !new RegExp(match.path_regex).test(path)) return false;
  const hasQuery = Object.entries(match.query ?? {}).every(([name, value]) => query.getAll(name).includes(value));
  return (
    hasQuery && Object.entries(match.headers ?? {}).every(([name, value]) => headers[name.toLowerCase()] === value)
  );
}
