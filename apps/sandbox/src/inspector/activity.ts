import type { FastifyInstance, FastifyRequest } from 'fastify';

const KEPT = 200;
const MAX_KEPT_BYTES = 64 * 1024;
const MAX_SHOWN = 20_000;

/** The request and response of one call, formatted for reading: indented JSON, masked secrets. */
export interface Exchange {
  readonly request: string;
  readonly response: string;
}

/** The data that the page needs in addition to the log: a change counter and the bodies of the newest 200 calls. */
export interface Activity {
  /** Increases with every API call and with every control that may have changed something. */
  readonly count: number;
  find(seq: number): Exchange | undefined;
}

interface Bodies {
  readonly request: unknown;
  readonly response: unknown;
}

/** Records the calls. Bodies are kept unchanged, in memory only, and formatted when the page shows them. */
export function registerActivity(app: FastifyInstance): Activity {
  const bodies = new Map<number, Bodies>();
  let count = 0;

  app.addHook('onSend', async ({ call, body, headers }, _reply, payload) => {
    if (call === undefined) return payload;
    const size = Number(headers['content-length'] ?? 0);
    const request = size > MAX_KEPT_BYTES ? `${size} bytes` : body;
    bodies.set(call.seq, { request, response: typeof payload === 'string' ? payload.slice(0, MAX_KEPT_BYTES) : null });
    if (bodies.size > KEPT) bodies.delete(bodies.keys().next().value!);
    count += 1;
    return payload;
  });
  app.addHook('onResponse', async (request) => {
    if (isActive(request)) count += 1;
  });

  return {
    get count() {
      return count;
    },
    find(seq) {
      const kept = bodies.get(seq);
      return kept && { request: readable(kept.request), response: readable(parsed(kept.response)) };
    },
  };
}

/** `true` for a call that can change something. */
function isActive({ call, method, url }: FastifyRequest): boolean {
  return call !== undefined || method !== 'GET' || url.startsWith('/pay/');
}

function parsed(payload: unknown): unknown {
  try {
    return JSON.parse(String(payload));
  } catch {
    return payload;
  }
}

function readable(value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value, cover, 2);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Masks secrets and replaces a file by its size. The page must not show a secret that the API showed its caller. */
function cover(name: string, value: unknown): unknown {
  if (typeof value === 'string') return /secret/i.test(name) ? '***' : value;
  const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown };
  return type === 'Buffer' && Array.isArray(data) ? `${data.length} bytes` : value;
}
