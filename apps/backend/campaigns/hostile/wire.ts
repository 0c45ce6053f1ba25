import { type Socket, connect } from 'node:net';

export interface Answer {
  readonly status: number;
  /** Lower-case names; one that came several times is there several times. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** Everything, as it came. */
  readonly bytes: Buffer;
}

export type Ended = 'answered' | 'closed' | 'silent';

export interface Exchange {
  readonly answers: readonly Answer[];
  /** Bytes that are no answer: an unfinished one, or none at all. */
  readonly rest: Buffer;
  readonly ended: Ended;
}

/** Value of an answer's header, `''` without one. */
export const headerOf = ({ headers }: Answer, name: string): string =>
  headers.find(([found]) => found === name)?.[1] ?? '';

/** A connection on which one request after another is asked. */
export interface Connection {
  /** Sends bytes and waits for one answer, hanging up, or nothing for `patienceMs`. */
  ask(bytes: Buffer, method: string, patienceMs: number): Promise<Exchange>;
  /** Whether another request may be sent. */
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
    async ask(bytes, method, patienceMs) {
      if (usable) socket.write(bytes);
      const until = Date.now() + patienceMs;
      for (;;) {
        const found = readAnswer(received, method, !usable);
        if (found) {
          received = received.subarray(found.bytes.length);
          const over = headerOf(found, 'connection') === 'close' || isStream(found);
          if (over) socket.destroy();
          usable &&= !over && received.length === 0;
          return { answers: [found], rest: received, ended: 'answered' };
        }
        if (!usable) return { answers: [], rest: received, ended: 'closed' };
        const left = until - Date.now();
        if (left <= 0) return { answers: [], rest: received, ended: 'silent' };
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => (clearTimeout(timer), resolve());
        });
      }
    },
  };
}

/** Sends bytes, ends our side after a moment, and takes everything in until the other side ends, too. */
export function sendAndListen(port: number, bytes: Buffer, patienceMs: number): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const chunks: Buffer[] = [];
    // Whoever waits for the rest of a request is told that there is none.
    const half = setTimeout(() => socket.end(), 50);
    const patience = setTimeout(() => finish('silent'), patienceMs);
    function finish(ended: Ended): void {
      clearTimeout(half);
      clearTimeout(patience);
      socket.destroy();
      resolve({ ...readAnswers(Buffer.concat(chunks)), ended });
    }
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk) => void chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('end', () => finish('closed'));
    socket.on('close', () => finish('closed'));
  });
}

function readAnswers(received: Buffer): Pick<Exchange, 'answers' | 'rest'> {
  const answers: Answer[] = [];
  let rest = received;
  for (;;) {
    const found = readAnswer(rest, 'GET', true);
    if (!found) return { answers, rest };
    answers.push(found);
    rest = rest.subarray(found.bytes.length);
  }
}

const isStream = (answer: Answer): boolean => headerOf(answer, 'content-type').startsWith('text/event-stream');

/** The first whole answer of these bytes. Of an event stream, everything up to its first event. */
export function readAnswer(bytes: Buffer, method: string, isAll: boolean): Answer | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [first = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) return null;
  const start = headEnd + 4;
  if (status < 200) {
    const next = readAnswer(bytes.subarray(start), method, isAll);
    return next && { ...next, bytes: bytes.subarray(0, start + next.bytes.length) };
  }
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const header = (name: string) => headers.find(([found]) => found === name)?.[1];
  const answer = (body: Buffer, end: number): Answer => ({ status, headers, body, bytes: bytes.subarray(0, end) });
  if (method === 'HEAD' || status === 204 || status === 304) return answer(Buffer.alloc(0), start);
  if (header('transfer-encoding') === 'chunked') {
    const isOver = header('content-type')?.startsWith('text/event-stream') ? hasEvent : () => false;
    const read = readChunks(bytes.subarray(start), isOver);
    return read && answer(read.body, start + read.length);
  }
  const length = header('content-length');
  if (length === undefined) return isAll ? answer(bytes.subarray(start), bytes.length) : null;
  const end = start + Number(length);
  return bytes.length >= end ? answer(bytes.subarray(start, end), end) : null;
}

const hasEvent = (body: Buffer): boolean => body.includes('\ndata: ') && body.subarray(-2).toString() === '\n\n';

function readChunks(bytes: Buffer, isOver: (body: Buffer) => boolean): { body: Buffer; length: number } | null {
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
    if (size === 0 || isOver(body)) return { body, length: at };
  }
}
