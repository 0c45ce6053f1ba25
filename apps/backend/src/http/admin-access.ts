import { createHash, timingSafeEqual } from 'node:crypto';

import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';

import { sendPlainProblem } from './errors.ts';
import { isCrossSite } from './origins.ts';
import type { ReadLimit } from './limits.ts';

/** `true` if the request has the operator's token as a bearer token. Compares in constant time. */
function isOperator({ headers }: FastifyRequest, token: string | undefined): boolean {
  return isToken(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1], token);
}

/**
 * `true` if the request is a read by the operator's browser, which sends the token as the password of HTTP Basic, under any
 * name (RFC 7617). A browser also sends it with requests that another site triggers, so it allows no request that changes
 * something.
 */
function isOperatorsBrowser({ method, headers }: FastifyRequest, token: string | undefined): boolean {
  const pair = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(headers.authorization ?? '')?.[1];
  if (pair === undefined || !['GET', 'HEAD'].includes(method)) return false;
  return isToken(/^[^:]*:(.+)$/s.exec(Buffer.from(pair, 'base64').toString())?.[1], token);
}

/** `true` if the request has the operator's token, as a bearer token or as a browser sends it. Logs a wrong token. */
export function isKnownOperator(request: FastifyRequest, reply: FastifyReply, token: string | undefined): boolean {
  if (isOperator(request, token) || isOperatorsBrowser(request, token)) return true;
  if (token !== undefined && request.headers.authorization !== undefined) {
    const message = 'refused a wrong operator token';
    request.server.refusals.note(request, reply, { reason: 'wrong_operator_token', level: 'warn', message });
  }
  return false;
}

/** The `WWW-Authenticate` value that makes a browser prompt for a name and a password. */
export const ASK_BROWSER = 'Basic realm="MyTPE Pay", charset="UTF-8"';

/**
 * Returns an `onRequest` hook that lets only the operator pass and responds 401 to everyone else. Guesses at the token are
 * limited and logged like every other request.
 */
export function requireOperator(token: string, limitReads: ReadLimit): onRequestHookHandler {
  return (request, reply, done) => {
    const problem = limitReads(request);
    if (problem) return done(problem);
    const isKnown = isKnownOperator(request, reply, token);
    // A page of another site must not make the operator's browser export data.
    if (isKnown && (isOperator(request, token) || !isCrossSite(request, undefined))) return done();
    void reply.header('www-authenticate', isNavigation(request) ? ASK_BROWSER : 'Bearer realm="MyTPE Pay"');
    sendPlainProblem(request, reply, 401, 'Unauthorized', 'The operator’s token is missing or wrong.');
  };
}

/** `true` if a person opened the address in a browser, which can then prompt for the token. */
function isNavigation({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-site'] !== 'cross-site';
}

function isToken(given: string | undefined, token: string | undefined): boolean {
  if (!token || !given) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
