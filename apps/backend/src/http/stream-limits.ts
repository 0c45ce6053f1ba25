import type { ServerResponse } from 'node:http';

import type { FastifyRequest } from 'fastify';

import { clientNetwork } from '../client-network.ts';
import { Problem } from '../problem.ts';

/** How many event streams may be open, in this process and per client. */
export interface StreamLimits {
  /** Takes a place, or throws `rate_limited`: the element then polls. @returns how to give the place back. */
  take(request: FastifyRequest, response: ServerResponse): () => void;
  /** Ends every stream and admits no more. */
  endAll(): Promise<void>;
}

export function createStreamLimits(perProcess: number, perClient: number): StreamLimits {
  const open = new Set<ServerResponse>();
  const clients = new Map<string, number>();
  let ending = false;
  return {
    take(request, response) {
      const client = clientNetwork(request.ip);
      const held = clients.get(client) ?? 0;
      if (ending || open.size >= perProcess || held >= perClient)
        throw new Problem('rate_limited', { retryAfter: 30, operator: 'too many event streams are open' });
      open.add(response);
      clients.set(client, held + 1);
      return () => {
        if (!open.delete(response)) return;
        const left = (clients.get(client) ?? 1) - 1;
        if (left > 0) clients.set(client, left);
        else clients.delete(client);
      };
    },
    endAll: async () => {
      ending = true;
      for (const response of open) response.end();
    },
  };
}
