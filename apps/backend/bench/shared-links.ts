import { type Figure, compare, figure } from './figures.ts';
import { JSON_TYPE, SHARED_ORDER as body, perProcessorSecond, throughput } from './load.ts';
import { withPlace } from './place.ts';

/** `POST /v1/links` for a shared link that exists, beside a bare route that reads the body and sends the same. */
export function sharedLinks(): Promise<Figure[]> {
  return withPlace(async ({ backend, bare }) => {
    const ours = await backend();
    const post = { method: 'POST', headers: JSON_TYPE, body } as const;
    const path = '/v1/links';
    await (await fetch(ours.url + path, post)).text();
    const baseline = await bare(await fetch(ours.url + path, post));
    const { ratio, first } = await compare(
      'POST shared link',
      () => throughput({ url: ours.url + path, ...post }),
      () => throughput({ url: baseline.url + path, ...post }),
    );
    const { ratio: byProcessor } = await compare(
      'POST shared link, a processor second',
      () => perProcessorSecond(ours, path, post),
      () => perProcessorSecond(baseline, path, post),
    );
    return [
      figure('POST /v1/links, existing shared link, to bare Fastify', ratio, 'ratio', { atLeast: 0.6 }),
      figure('the same by processor time', byProcessor, 'ratio'),
      figure('POST /v1/links, existing shared link', first, 'requests/s'),
    ];
  });
}
