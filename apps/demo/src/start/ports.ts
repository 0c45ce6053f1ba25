import { createServer } from 'node:net';

/** One server of the demo and where it listens. */
export interface Place {
  readonly name: string;
  readonly variable: string;
  readonly port: number;
}

export const address = ({ port }: Pick<Place, 'port'>): string => `http://127.0.0.1:${port}`;

/** Says of every port that is taken what to do about it; empty when all are free. */
export async function takenPorts(places: readonly Place[]): Promise<string[]> {
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
