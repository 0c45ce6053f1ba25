import { type Figure, figure } from './figures.ts';
import { compareServers } from './load.ts';
import { withBenchEnvironment } from './environment.ts';

const PATH = '/v1/offers/tshirt';

/** Compares `GET /v1/offers/{id}`, the request of every page view, with a bare route that sends the same response. */
export function offerViews(): Promise<Figure[]> {
  return withBenchEnvironment(async ({ backend, bare }) => {
    const ours = await backend();
    const both = [ours, await bare(await fetch(ours.url + PATH))] as const;
    const { byTime, byProcessor } = await compareServers('GET offer', both, PATH);
    return [
      figure('GET /v1/offers/{id}, to bare Fastify', byTime.ratio, 'ratio'),
      figure('the same by processor time', byProcessor.ratio, 'ratio', { atLeast: 0.85 }),
      figure('GET /v1/offers/{id}', byTime.first, 'requests/s'),
    ];
  });
}
