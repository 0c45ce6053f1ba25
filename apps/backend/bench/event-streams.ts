import { Agent, type ClientRequest, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { type Figure, figure } from './figures.ts';
import { presser } from './load.ts';
import { withBenchEnvironment } from './environment.ts';

const STREAMS = 2000;
const LINKS = 100;

/** Measures the memory of idle event streams. */
export function eventStreams(): Promise<Figure[]> {
  return withBenchEnvironment(async ({ backend }) => {
    const ours = await backend();
    const { press, end } = presser(ours.url);
    const links: string[] = [];
    for (let n = 0; n < LINKS; n += 1) links.push(await press());
    await end();
    await pause(3000);
    const before = ours.memory().now;
    const agent = new Agent({ maxSockets: STREAMS });
    const streams: ClientRequest[] = [];
    for (let n = 0; n < STREAMS; n += 1)
      streams.push(await opened(`${ours.url}/v1/links/${links[n % LINKS]}/events`, agent));
    // Long enough for two heartbeats each.
    await pause(35_000);
    const after = ours.memory().now;
    for (const stream of streams) stream.destroy();
    return [
      figure(`memory that ${STREAMS} idle event streams add`, after - before, 'MB', { atMost: 100 }),
      figure('memory of one idle event stream', ((after - before) * 1024) / STREAMS, 'kB'),
    ];
  });
}

/** Opens an event stream and waits for its first event. */
function opened(url: string, agent: Agent): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`));
      response.once('data', () => resolve(sent)).resume();
      response.on('error', () => {});
    });
    sent.on('error', reject).end();
  });
}
