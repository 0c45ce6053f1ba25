import { type Figure, compare, figure } from './figures.ts';
import { perProcessorSecond, throughput } from './load.ts';
import { withPlace } from './place.ts';

/** `GET /v1/offers/{id}`, what every page view asks, beside a bare route that sends the same. */
export function offerViews(): Promise<Figure[]> {
  return withPlace(async ({ backend, bare }) => {
    const ours = await backend();
    const path = '/v1/offers/tshirt';
    const baseline = await bare(await fetch(ours.url + path));
    const { ratio, first } = await compare(
      'GET offer',
      () => throughput({ url: ours.url + path }),
      () => throughput({ url: baseline.url + path }),
    );
    const { ratio: byProcessor } = await compare(
      'GET offer, a processor second',
      () => perProcessorSecond(ours, path),
      () => perProcessorSecond(baseline, path),
    );
    return [
      figure('GET /v1/offers/{id}, to bare Fastify', ratio, 'ratio', { atLeast: 0.85 }),
      figure('the same by processor time', byProcessor, 'ratio'),
      figure('GET /v1/offers/{id}', first, 'requests/s'),
    ];
  });
}
