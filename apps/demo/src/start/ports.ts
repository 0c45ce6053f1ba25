import { createServer } from 'node:net';

/** One server of the demo and where it listens. */
export interface Place {
  readonly name: string;
  readonly variable: string;
  readonly port: number;
}

/**
 * The port a variable names, else the standard one.
 * @throws Error that names the variable.
 */
export function parsePort(variable: string, text: string | undefined, standard: number): number {
  if (!text) return standard;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Error(`${variable} must be a port, 1 to 65535, not "${text}"`);
}

export const address = ({ port }: Pick<Place, 'port'>): string => `http://127.0.0.1:${port}`;

/** Says of every port that is taken, or wanted twice, what to do about it; empty when all are free. */
export async function takenPorts(places: readonly Place[]): Promise<string[]> {
  const twice = places.filter(({ port }, index) => places.findIndex((other) => other.port === port) < index);
  if (twice.length > 0)
    return twice.map(
      ({ name, variable, port }) => `port ${port} is wanted twice: give the ${name} another with ${variable}`,
    );
  const taken = await Promise.all(places.map(async (place) => ((await isFree(place.port)) ? null : place)));
  return taken.flatMap((place) =>
    place
      ? [
          `port ${place.port} (${place.name}) is taken: stop what uses it, or choose another with ${place.variable}=${place.port + 100}`,
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
