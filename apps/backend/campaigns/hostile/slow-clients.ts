import { type Socket, connect } from 'node:net';

const HEAD = 'POST /v1/links HTTP/1.1\r\nHost: pay.shop.example\r\nContent-Type: application/json\r\n';
const DRIP_MS = 500;
const NEVER_READS = 'never reads';

/** Kinds of slow clients. `opening`: the bytes it sends first. `drips`: it then sends a byte every {@link DRIP_MS}. */
const KINDS: readonly { readonly name: string; readonly opening: string; readonly drips: boolean }[] = [
  { name: 'silent', opening: '', drips: false },
  { name: 'slow head', opening: 'GET /live HTTP/1.1\r\nX-Slow: ', drips: true },
  { name: 'half a head', opening: HEAD, drips: false },
  { name: 'slow body', opening: `${HEAD}Content-Length: 10000\r\n\r\n{"offer":"`, drips: true },
  { name: 'half a body', opening: `${HEAD}Content-Length: 10000\r\n\r\n{"offer":"`, drips: false },
  { name: 'slow chunks', opening: `${HEAD}Transfer-Encoding: chunked\r\n\r\n2000\r\n`, drips: true },
  { name: NEVER_READS, opening: 'GET /docs HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(200), drips: false },
];

/** Open connections that waste the server's resources. */
export interface SlowClients {
  readonly opened: number;
  /** The number of connections that the server has closed, and of open connections by kind. */
  status(): { readonly closed: number; readonly open: Readonly<Record<string, number>> };
  /** Waits until the server has closed all connections, or `ms` have passed. */
  allClosed(ms: number): Promise<void>;
  close(): void;
}

/** Opens connections that are slow on purpose, some of each kind. */
export function openSlowClients(port: number, ofEach: number): SlowClients {
  const open = new Map<Socket, string>();
  let onClosed = (): void => {};
  for (const { name, opening } of KINDS.flatMap((kind) => Array<(typeof KINDS)[number]>(ofEach).fill(kind))) {
    const socket = connect(port, '127.0.0.1');
    open.set(socket, name);
    if (name === NEVER_READS) socket.pause();
    else socket.resume();
    socket.on('connect', () => socket.write(opening));
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      onClosed();
    });
  }
  const opened = open.size;
  const dripping = new Set(KINDS.filter(({ drips }) => drips).map(({ name }) => name));
  const drip = setInterval(() => {
    for (const [socket, name] of open) if (dripping.has(name) && socket.writable) socket.write('a');
  }, DRIP_MS);
  async function waitUntilNone(left: () => number, ms: number): Promise<void> {
    for (const until = Date.now() + ms; left() > 0 && Date.now() < until;) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        onClosed = () => (clearTimeout(timer), resolve());
      });
    }
  }
  return {
    opened,
    status() {
      const byKind: Record<string, number> = {};
      for (const name of open.values()) byKind[name] = (byKind[name] ?? 0) + 1;
      return { closed: opened - open.size, open: byKind };
    },
    async allClosed(ms) {
      const readers = () => [...open.values()].filter((name) => name !== NEVER_READS).length;
      await waitUntilNone(readers, ms);
      // A socket reports that the server has closed it only when it reads.
      for (const [socket, name] of open) if (name === NEVER_READS) socket.resume();
      await waitUntilNone(() => open.size, Math.min(ms, 5000));
    },
    close() {
      clearInterval(drip);
      for (const socket of open.keys()) socket.destroy();
    },
  };
}
