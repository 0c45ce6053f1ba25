import { RAISED, type Service, startService } from '../service.ts';
import { type Attack, type Figure, atMost, pause } from './attack.ts';
import { type Pressed, press } from './payer.ts';

const WATCHED = 100;
const MYTPE_MS = 300;
const PAYMENTS = 5;

/** One address follows 100 links while each call to MyTPE takes 300 ms. Other payers pay meanwhile. */
export const watchedLinks: Attack = {
  name: 'watched-links',
  title: `one address follows ${WATCHED} links while a call to MyTPE takes ${MYTPE_MS} ms`,
  async run({ settings = {} }) {
    // The default of two concurrent calls to MyTPE, which the attack tries to occupy.
    const service = await startService(() => {}, { ...RAISED, UPSTREAM_CONCURRENCY: '2', ...settings });
    const end = new AbortController();
    try {
      for (let n = 0; n < WATCHED; n += 1) {
        const { id } = await press(service.port, { body: { offer: 'tshirt' }, address: '203.0.113.7' });
        await follow(service, id!, '203.0.113.7', end.signal);
      }
      await fetch(`${service.sandboxUrl}/_sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ fault: { type: 'latency', ms: MYTPE_MS } }),
      });
      const delays: number[] = [];
      for (let n = 0; n < PAYMENTS; n += 1) delays.push(await detectionDelay(service, `41.${n}.1.1`, end.signal));
      return figures(delays);
    } finally {
      end.abort();
      await service.stop();
    }
  },
};

function figures(delays: readonly number[]): Figure[] {
  return [
    { name: 'payments detected after, ms', value: delays.join(', ') },
    atMost('slowest detection, ms', Math.max(...delays), 5000),
  ];
}

/** References to all open streams, so that garbage collection does not close them. */
const openStreams: Response[] = [];

async function follow(service: Service, id: string, address: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(`http://127.0.0.1:${service.port}/v1/links/${id}/events`, {
    headers: { 'x-forwarded-for': address },
    signal,
  });
  openStreams.push(response);
  return response;
}

async function detectionDelay(service: Service, address: string, signal: AbortSignal): Promise<number> {
  const pressed: Pressed = await press(service.port, { body: { offer: 'tshirt' }, address });
  const stream = await follow(service, pressed.id!, address, signal);
  await pause(3000);
  const slug = new URL(pressed.url!).pathname.split('/').at(-1)!;
  await fetch(`${service.sandboxUrl}/_sandbox/links/${slug}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const paidAt = Date.now();
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream.body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.includes('"paid":true')) break;
  }
  return Date.now() - paidAt;
}
