import { type Socket, connect } from 'node:net';

/** A response as it came over the wire. */
export interface RawResponse {
  readonly status: number;
  /** Headers with lower-case names; a repeated header is listed several times. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** The whole response. */
  readonly bytes: Buffer;
}

/** The end of an exchange: a response, a connection closed by the server, or a timeout. */
export type Ended = 'responded' | 'closed' | 'silent';

export interface Exchange {
  readonly responses: readonly RawResponse[];
  /** Remaining bytes that are not a complete response. */
  readonly rest: Buffer;
  readonly ended: Ended;
}

/** Returns the value of a header, `''` without it. */
export const headerOf = ({ headers }: RawResponse, name: string): string =>
  headers.find(([found]) => found === name)?.[1] ?? '';

/** A connection that sends one request after another. */
export interface Connection {
  /** Sends bytes and waits for one response, until the server closes the connection or `timeoutMs` have passed. */
  send(bytes: Buffer, method: string, timeoutMs: number): Promise<Exchange>;
  /** `true` if another request can be sent. */
  readonly usable: boolean;
  close(): void;
}

export function openConnection(port: number): Connection {
  const socket = connect(port, '127.0.0.1');
  let received = Buffer.alloc(0);
  let usable = true;
  let wake = (): void => {};
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    wake();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    usable = false;
    wake();
  });
  return {
    get usable() {
      return usable;
    },
    close: () => void socket.destroy(),
    async send(bytes, method, timeoutMs) {
      if (usable) socket.write(bytes);
      const until = Date.now() + timeoutMs;
      for (;;) {
        const found = readResponse(received, method, !usable);
        if (found) {
          received = received.subarray(found.bytes.length);
          const isLast = headerOf(found, 'connection') === 'close' || isStream(found);
          if (isLast) socket.destroy();
          usable &&= !isLast && received.length === 0;
          return { responses: [found], rest: received, ended: 'responded' };
        }
        if (!usable) return { responses: [], rest: received, ended: 'closed' };
        const left = until - Date.now();
        if (left <= 0) return { responses: [], rest: received, ended: 'silent' };
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => (clearTimeout(timer), resolve());
        });
      }
    },
  };
}

/** Sends bytes, half-closes the connection after 50 ms, and reads until the server closes it or `timeoutMs` have passed. */
export function sendAndListen(port: number, bytes: Buffer, timeoutMs: number): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const chunks: Buffer[] = [];
    // A server that waits for the rest of the request learns that there is none.
    const halfClose = setTimeout(() => socket.end(), 50);
    const timeout = setTimeout(() => finish('silent'), timeoutMs);
    function finish(ended: Ended): void {
      clearTimeout(halfClose);
      clearTimeout(timeout);
      socket.destroy();
      resolve({ ...readResponses(Buffer.concat(chunks)), ended });
    }
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk) => void chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('end', () => finish('closed'));
    socket.on('close', () => finish('closed'));
  });
}

function readResponses(received: Buffer): Pick<Exchange, 'responses' | 'rest'> {
  const responses: RawResponse[] = [];
  let rest = received;
  for (;;) {
    const found = readResponse(rest, 'GET', true);
    if (!found) return { responses, rest };
    responses.push(found);
    rest = rest.subarray(found.bytes.length);
  }
}

const isStream = (response: RawResponse): boolean => headerOf(response, 'content-type').startsWith('text/event-stream');

/**
 * Parses the first complete response. Of an event stream it takes everything up to the first event.
 * @param isAll `true` if no further bytes can arrive. @returns `null` without a complete response.
 */
export function readResponse(bytes: Buffer, method: string, isAll: boolean): RawResponse | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [first = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) return null;
  const start = headEnd + 4;
  if (status < 200) {
    const next = readResponse(bytes.subarray(start), method, isAll);
    return next && { ...next, bytes: bytes.subarray(0, start + next.bytes.length) };
  }
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const header = (name: string) => headers.find(([found]) => found === name)?.[1];
  const response = (body: Buffer, end: number): RawResponse => ({
    status,
    headers,
    body,
    bytes: bytes.subarray(0, end),
  });
  if (method === 'HEAD' || status === 204 || status === 304) return response(Buffer.alloc(0), start);
  if (header('transfer-encoding') === 'chunked') {
    const isComplete = header('content-type')?.startsWith('text/event-stream') ? hasEvent : () => false;
    const read = readChunks(bytes.subarray(start), isComplete);
    return read && response(read.body, start + read.length);
  }
  const length = header('content-length');
  if (length === undefined) return isAll ? response(bytes.subarray(start), bytes.length) : null;
  const end = start + Number(length);
  return bytes.length >= end ? response(bytes.subarray(start, end), end) : null;
}

const hasEvent = (body: Buffer): boolean => body.includes('\ndata: ') && body.subarray(-2).toString() === '\n\n';

function readChunks(bytes: Buffer, isComplete: (body: Buffer) => boolean): { body: Buffer; length: number } | null {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return null;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
    const body = Buffer.concat(parts);
    if (size === 0 || isComplete(body)) return { body, length: at };
  }
}
