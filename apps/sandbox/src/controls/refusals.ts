import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** A request that a control cannot carry out. */
export class ControlProblem extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses calls from other websites with 403. Such a page can make a browser on this machine call the controls, across
 * sites or through a name that resolves to loopback. Tests and terminals are not affected.
 */
export function requireLocalCaller(publicName: string | null) {
  const names = [...LOOPBACK_NAMES, publicName];
  return async ({ method, headers }: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const name = (headers.host ?? '').replace(/:\d+$/, '');
    // A visitor may follow a link from another site to the page. Another site may not call the controls.
    const isVisit = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
    if (names.includes(name) && (isVisit || headers['sec-fetch-site'] !== 'cross-site')) return;
    await reply.code(403).send({ reason: 'not_local', message: 'The controls accept calls from this machine only.' });
  };
}

/** Sends an error of a control: 422 for an invalid request, the status of a `ControlProblem`, 409 for `RangeError`. */
export function sendProblem(
  error: Error & { statusCode?: number },
  _request: unknown,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof z.ZodError) {
    return reply.code(422).send({ reason: 'invalid', message: z.prettifyError(error) });
  }
  if (error instanceof ControlProblem) {
    return reply.code(error.status).send({ reason: error.reason, message: error.message });
  }
  const status = error instanceof RangeError ? 409 : (error.statusCode ?? 500);
  return reply.code(status).send({ reason: 'failed', message: error.message });
}
