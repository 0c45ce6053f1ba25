import { createServer } from 'node:net';

/** A server of the demo with its port. */
export interface ServerPort {
  readonly name: string;
  readonly variable: string;
  readonly port: number;
}

/**
 * Parses the port in a variable. Returns the default if the variable is not set.
 * @throws Error that names the variable.
 */
export function parsePort(variable: string, text: string | undefined, standard: number): number {
  if (!text) return standard;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port, 1 to 65535, not "${text}"`);
}

export const address = ({ port }: Pick<ServerPort, 'port'>): string => `http://127.0.0.1:${port}`;

/** Returns one message for every port that is taken or set twice, with the fix. Empty if all are free. */
export async function takenPorts(servers: readonly ServerPort[]): Promise<string[]> {
  const twice = servers.filter(({ port }, index) => servers.findIndex((other) => other.port === port) < index);
  if (twice.length > 0)
    return twice.map(({ variable, port }) => `port ${port} is set for two servers. Set ${variable} to another port.`);
  const taken = await Promise.all(servers.map(async (server) => ((await isFree(server.port)) ? null : server)));
  return taken.flatMap((server) =>
    server
      ? [
          `port ${server.port} (${server.name}) is taken. Stop the program that uses it, or set ${server.variable}=${server.port + 100}.`,
        ]
      : [],
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
