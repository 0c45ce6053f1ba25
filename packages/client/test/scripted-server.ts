import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Received {
  readonly method: string;
  /** The raw URL, not decoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: Buffer;
}

/** Responds to one request. */
export type Step = (request: Received, response: ServerResponse) => void;

export interface ScriptedServer {
  readonly baseUrl: string;
  readonly received: readonly Received[];
  /** Adds steps; each request takes the next one. */
  script(...steps: Step[]): void;
  /** Resolves once `count` requests have come in. */
  seen(count: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server that responds from a script, byte for byte. It responds with 599 to a request without a
 * step, so that the test fails.
 */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const received: Received[] = [];
  const steps: Step[] = [];
  const watchers = new Set<() => void>();
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const bytes = await buffer(request);
    const entry = { method, url, headers, body: bytes.toString(), bytes };
    received.push(entry);
    (steps.shift() ?? json(599, { message: `no step for ${method} ${url}` }))(entry, response);
    for (const check of watchers) check();
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/ext`,
    received,
    script: (...more) => void steps.push(...more),
    seen: (count) =>
      new Promise((resolve) => {
        const check = () => received.length >= count && (watchers.delete(check), resolve());
        watchers.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Step {
  return bytes(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}

export function bytes(status: number, body: string, headers: Record<string, string> = {}): Step {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

/** Reads the request, then closes the connection without a response. */
export const hangUp: Step = (_request, response) => response.destroy();

/** Starts a response and breaks off inside its body. */
export function breakOff(status: number): Step {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"data":', () => response.destroy());
  };
}

/** Never responds. */
export const silence: Step = () => {};
