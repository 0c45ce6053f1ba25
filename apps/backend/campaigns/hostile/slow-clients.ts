import { type Socket, connect } from 'node:net';

const HEAD = 'POST /v1/links HTTP/1.1\r\nHost: pay.shop.example\r\nContent-Type: application/json\r\n';
const DRIP_MS = 500;
const NEVER_READS = 'never reads';

/** How each of them wastes a connection. `drips`: it sends a byte now and then. `asks`: what it sends at first. */
const KINDS: readonly { readonly name: string; readonly asks: string; readonly drips: boolean }[] = [
  { name: 'silent', asks: '', drips: false },
  { name: 'slow head', asks: 'GET /live HTTP/1.1\r\nX-Slow: ', drips: true },
  { name: 'half a head', asks: HEAD, drips: false },
  { name: 'slow body', asks: `${HEAD}Content-Length: 10000\r\n\r\n{"offer":"`, drips: true },
  { name: 'half a body', asks: `${HEAD}Content-Length: 10000\r\n\r\n{"offer":"`, drips: false },
  { name: 'slow chunks', asks: `${HEAD}Transfer-Encoding: chunked\r\n\r\n2000\r\n`, drips: true },
  { name: NEVER_READS, asks: 'GET /docs HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(200), drips: false },
];

export interface SlowClients {
  readonly opened: number;
  /** How many the server has hung up on, and those it has not, by kind. */
  standing(): { readonly cut: number; readonly held: Readonly<Record<string, number>> };
  /** Waits until all were hung up on, or for so long. */
  allCut(ms: number): Promise<void>;
  close(): void;
}

/** Opens connections that are slow on purpose, some of each kind. */
export function openSlowClients(port: number, ofEach: number): SlowClients {
  const open = new Map<Socket, string>();
  let onCut = (): void => {};
  for (const { name, asks } of KINDS.flatMap((kind) => Array<(typeof KINDS)[number]>(ofEach).fill(kind))) {
    const socket = connect(port, '127.0.0.1');
    open.set(socket, name);
    if (name === NEVER_READS) socket.pause();
    else socket.resume();
    socket.on('connect', () => socket.write(asks));
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      onCut();
    });
  }
  const opened = open.size;
  const dripping = new Set(KINDS.filter(({ drips }) => drips).map(({ name }) => name));
  const drip = setInterval(() => {
    for (const [socket, name] of open) if (dripping.has(name) && socket.writable) socket.write('a');
  }, DRIP_MS);
  async function gone(left: () => number, ms: number): Promise<void> {
    for (const until = Date.now() + ms; left() > 0 && Date.now() < until;) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        onCut = () => (clearTimeout(timer), resolve());
      });
    }
  }
  return {
    opened,
    standing() {
      const held: Record<string, number> = {};
      for (const name of open.values()) held[name] = (held[name] ?? 0) + 1;
      return { cut: opened - open.size, held };
    },
    async allCut(ms) {
      const readers = () => [...open.values()].filter((name) => name !== NEVER_READS).length;
      await gone(readers, ms);
      // Only by reading do they learn that nobody is there any more.
      for (const [socket, name] of open) if (name === NEVER_READS) socket.resume();
      await gone(() => open.size, Math.min(ms, 5000));
    },
    close() {
      clearInterval(drip);
      for (const socket of open.keys()) socket.destroy();
    },
  };
}
