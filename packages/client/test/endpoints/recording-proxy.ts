import { type IncomingMessage, type ServerResponse, createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One exchange with its raw request and response. */
export interface Exchange {
  readonly method: string;
  /** Path and query, undecoded. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sent: Buffer;
  /** `null` if there was no complete response. */
  readonly response: WholeResponse | null;
}

export interface WholeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface RecordingProxy {
  readonly url: string;
  /** Returns the exchanges since the last call, oldest first. */
  take(): Exchange[];
  close(): Promise<void>;
}

/**
 * Starts a proxy between client and sandbox that records every byte.
 * @param bodyFor returns another body for a response; `undefined` leaves the response as it is.
 */
export async function startRecordingProxy(
  target: string,
  bodyFor: (request: Pick<Exchange, 'method' | 'url'>, body: Buffer) => string | undefined = () => undefined,
): Promise<RecordingProxy> {
  let exchanges: Exchange[] = [];
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '', headers } = request;
    const sent = await buffer(request);
    const exchange = { method, url, headers: flat(headers), sent, response: null as WholeResponse | null };
    exchanges.push(exchange);
    const upstream = await send(new URL(url, target), { method, headers: { ...headers, connection: 'close' } }, sent);
    const received = await buffer(upstream);
    const other = bodyFor(exchange, received);
    const body = other === undefined ? received : Buffer.from(other);
    if (other !== undefined) upstream.headers['content-length'] = String(body.length);
    response.writeHead(upstream.statusCode ?? 0, upstream.headers);
    exchange.response = { status: upstream.statusCode ?? 0, headers: flat(upstream.headers), body };
    response.end(body);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(url: URL, options: object, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    forward(url, options, resolve).on('error', reject).end(body);
  });
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
