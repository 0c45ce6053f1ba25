import { type Figure, figure } from './figures.ts';
import { WITHOUT_KEY, WITH_KEY, compareServers } from './load.ts';
import { withBenchEnvironment } from './environment.ts';

const PATH = '/v1/links';

/** Compares `POST /v1/links` for an existing shared link with a bare route that reads the body and sends the same response. */
export function sharedLinks(): Promise<Figure[]> {
  return withBenchEnvironment(async ({ backend, bare }) => {
    const ours = await backend();
    await (await fetch(ours.url + PATH, WITHOUT_KEY)).text();
    const both = [ours, await bare(await fetch(ours.url + PATH, WITHOUT_KEY))] as const;
    const keyed = await compareServers('POST shared link, a new key each', both, PATH, WITH_KEY);
    const plain = await compareServers('POST shared link, without a key', both, PATH, WITHOUT_KEY);
    return [
      figure('POST /v1/links, existing shared link, to bare Fastify', keyed.byTime.ratio, 'ratio', { atLeast: 0.75 }),
      figure('the same by processor time', keyed.byProcessor.ratio, 'ratio'),
      figure('POST /v1/links, existing shared link', keyed.byTime.first, 'requests/s'),
      figure('the same without a key, to bare Fastify', plain.byTime.ratio, 'ratio'),
      figure('the same without a key, by processor time', plain.byProcessor.ratio, 'ratio'),
      figure('the same without a key', plain.byTime.first, 'requests/s'),
    ];
  });
}
