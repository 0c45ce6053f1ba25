import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A delivery that passed the balancer, and the response to it. */
export interface ForwardedDelivery {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** `true` if the signature is valid. Checked here by MyTPE's documented rule, without the code under test. */
  readonly isSigned: boolean;
  /** Status of the response; `null` if no replica responded. */
  readonly status: number | null;
}

/** A load balancer in front of the replicas. MyTPE knows only its address, as in production. */
export interface Balancer {
  readonly url: string;
  readonly deliveries: ForwardedDelivery[];
  /** Sends a delivery to the replicas, as an attacker could. */
  send(body: Buffer, headers: Readonly<Record<string, string>>): Promise<void>;
  close(): void;
}

/** Maximum age of a signature, s. */
const MAX_AGE_S = 300;

export async function startBalancer(targets: () => readonly string[], secret: () => string | null): Promise<Balancer> {
  const deliveries: ForwardedDelivery[] = [];
  let count = 0;

  async function send(body: Buffer, headers: Readonly<Record<string, string>>): Promise<number | null> {
    const alive = targets();
    count += 1;
    const target = alive[count % alive.length];
    const isSigned = hasValidSignature(secret(), body, headers);
    const status = target === undefined ? null : await forward(target, body, headers);
    deliveries.push({ body, headers, isSigned, status });
    return status;
  }

  const server = createServer((request, response) => {
    void (async () => {
      const forwardedHeaders = Object.entries(request.headers).filter(([name]) =>
        /^(?:x-mytpepay|content-type)/.test(name),
      );
      const status = await send(await buffer(request), Object.fromEntries(forwardedHeaders) as Record<string, string>);
      response.writeHead(status ?? 502).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries,
    send: async (body, headers) => void (await send(body, headers)),
    close: () => void server.close(),
  };
}

async function forward(
  target: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<number | null> {
  try {
    const init = { method: 'POST', headers, body: new Uint8Array(body), signal: AbortSignal.timeout(10_000) };
    const response = await fetch(`${target}/webhooks/mytpe`, init);
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

/** Signs a body by MyTPE's rule: `sha256=` and the hex HMAC of `timestamp.body`. */
export function signature(secret: string, timestamp: string, body: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}

function hasValidSignature(secret: string | null, body: Buffer, headers: Readonly<Record<string, string>>): boolean {
  const timestamp = headers['x-mytpepay-timestamp'] ?? '';
  if (secret === null || !/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > MAX_AGE_S)
    return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(signature(secret, timestamp, body)), digest(headers['x-mytpepay-signature'] ?? ''));
}
