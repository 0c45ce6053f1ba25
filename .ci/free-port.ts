import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems use for outgoing connections, so that none of those takes the port before its use. */
const FIRST = 20_000;
const PORTS_OF_A_WORKER = 1000;
/** Each worker of a test run has separate ports, so that no other worker takes a port between this check and its use. */
const worker = Number(process.env['VITEST_POOL_ID'] ?? 0) % 12;
let latest = randomInt(PORTS_OF_A_WORKER);

/** Finds a free port of 127.0.0.1, for programs that need their port in advance. */
export async function freePort(): Promise<number> {
  for (;;) {
    latest = (latest + 1) % PORTS_OF_A_WORKER;
    const port = FIRST + worker * PORTS_OF_A_WORKER + latest;
    if (await canListen(port)) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
