import { once } from 'node:events';
import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { onTestFinished } from 'vitest';

/** One received delivery. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The raw text of the body. */
  readonly raw: string;
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** A merchant’s server that receives webhooks. */
export interface Receiver {
  readonly url: string;
  /** All deliveries so far. */
  readonly received: readonly Received[];
  /** The first delivery that no earlier call returned. Waits until it arrives. */
  next(): Promise<Received>;
}

/** The receiver’s reaction to its nth delivery (from 1). Default: 200 `{"received":true}`. */
export type Reaction = (response: ServerResponse, nth: number) => void;

export const respondWith =
  (...statuses: number[]): Reaction =>
  (response, nth) =>
    void response.writeHead(statuses[Math.min(nth, statuses.length) - 1]!, { location: '/elsewhere' }).end('{}');

const accept: Reaction = (response) => void response.end('{"received":true}');

/** Listens on a free port until the test ends. */
export async function openReceiver(react: Reaction = accept): Promise<Receiver> {
  const received: Received[] = [];
  const arrivals = new EventTarget();
  let asked = 0;
  const server = createServer((request, response) => {
    void text(request).then((raw) => {
      const { method = '', url = '', headers } = request;
      received.push({ method, path: url, headers, raw, body: JSON.parse(raw) as unknown });
      react(response, received.length);
      arrivals.dispatchEvent(new Event('arrival'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    async next() {
      const wanted = asked++;
      while (received.length <= wanted) await once(arrivals, 'arrival');
      return received[wanted]!;
    },
  };
}

/** The signature that the reference defines, computed with Web Crypto and not with the code under test. */
export async function signatureOf(secret: string, timestamp: string, raw: string): Promise<string> {
  const bytes = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes(secret), algorithm, false, ['sign']);
  return `sha256=${Buffer.from(await crypto.subtle.sign('HMAC', key, bytes(`${timestamp}.${raw}`))).toString('hex')}`;
}

/** `true` if a delivery is signed with this secret. */
export async function isSignedWith(secret: string, { headers, raw }: Received): Promise<boolean> {
  const timestamp = String(headers['x-mytpepay-timestamp']);
  return headers['x-mytpepay-signature'] === (await signatureOf(secret, timestamp, raw));
}
