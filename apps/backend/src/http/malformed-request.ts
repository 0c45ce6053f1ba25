import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import type { Logger } from 'pino';

import { Problem } from '../lib/problem.ts';
import { PROBLEM_HEADERS, problemBody } from './errors.ts';

/** Statuses that browsers and proxies understand, but that the closed list of problem codes does not have. */
const UNCODED: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/**
 * Returns the handler for input that Node cannot parse as HTTP, which reaches no route and no hook. The handler sends
 * problem details in French, because the language is unknown, and closes the connection.
 */
export function respondToMalformedRequest(log: Logger): (error: NodeJS.ErrnoException, socket: Socket) => void {
  return ({ code = '' }, socket) => {
    if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const requestId = randomUUID();
    const status = UNCODED[code] ?? 400;
    log.debug({ request_id: requestId, status, reason: code }, 'could not parse the input as an HTTP request');
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
