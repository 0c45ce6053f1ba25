import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import type { Logger } from 'pino';

import { Problem } from '../lib/problem.ts';
import { PROBLEM_HEADERS, problemBody } from './errors.ts';

/** Browsers and proxies know these two; the closed list of codes has no word for them. */
const UNCODED: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/**
 * Answers what HTTP cannot read as a request, so that it reaches no route and no hook: as problem details all the same,
 * and then hangs up. The language is not known either.
 */
export function respondToMalformedRequest(log: Logger): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return ({ code = '' }, socket) => {
    if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const requestId = randomUUID();
    const status = UNCODED[code] ?? 400;
    log.debug({ request_id: requestId, status, reason: code }, 'what came could not be read as a request');
    const errors = [{ path: '', message: 'this cannot be read as an HTTP request' }];
    const coded = problemBody(new Problem('validation_failed', { errors }), 'fr', requestId);
    const body = JSON.stringify(status === 400 ? coded : uncoded(coded, status));
    const headers = {
      ...PROBLEM_HEADERS,
      'access-control-allow-origin': '*',
      'content-length': Buffer.byteLength(body),
      'x-request-id': requestId,
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
    socket.destroySoon();
  };
}

function uncoded({ detail, request_id }: { detail: string; request_id: string }, status: number): object {
  return { type: 'about:blank', title: STATUS_CODES[status], status, detail, retryable: status === 408, request_id };
}
