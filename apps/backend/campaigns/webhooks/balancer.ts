import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A delivery as it came by, and how it was answered. */
export interface Passed {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** Judged here by the documented rule, without the code under test. */
  readonly isSigned: boolean;
  /** `null`: no replica answered. */
  readonly status: number | null;
}

/** What stands before the replicas, as in production: MyTPE knows one address. */
export interface Balancer {
  readonly url: string;
  readonly passed: Passed[];
  /** Sends a delivery as anybody could. */
  send(body: Buffer, headers: Readonly<Record<string, string>>): Promise<void>;
  close(): void;
}

const FRESH_S = 300;

export async function startBalancer(targets: () => readonly string[], secret: () => string | null): Promise<Balancer> {
  const passed: Passed[] = [];
  let turn = 0;

  async function send(body: Buffer, headers: Readonly<Record<string, string>>): Promise<number | null> {
    const alive = targets();
    turn += 1;
    const target = alive[turn % alive.length];
    const isSigned = fits(secret(), body, headers);
    const status = target === undefined ? null : await forwarded(target, body, headers);
    passed.push({ body, headers, isSigned, status });
    return status;
  }

  const server = createServer((request, response) => {
    void (async () => {
      const named = Object.entries(request.headers).filter(([name]) => /^(?:x-mytpepay|content-type)/.test(name));
      const status = await send(await buffer(request), Object.fromEntries(named) as Record<string, string>);
      response.writeHead(status ?? 502).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    send: async (body, headers) => void (await send(body, headers)),
    close: () => void server.close(),
  };
}

async function forwarded(
  target: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<number | null> {
  try {
    const init = { method: 'POST', headers, body: new Uint8Array(body), signal: AbortSignal.timeout(10_000) };
    const answer = await fetch(`${target}/webhooks/mytpe`, init);
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}

/** MyTPE's rule: `sha256=` and the hex HMAC of `timestamp.body`, not older or newer than five minutes. */
export function signature(secret: string, timestamp: string, body: Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}

function fits(secret: string | null, body: Buffer, headers: Readonly<Record<string, string>>): boolean {
  const timestamp = headers['x-mytpepay-timestamp'] ?? '';
  if (secret === null || !/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > FRESH_S)
    return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(signature(secret, timestamp, body)), digest(headers['x-mytpepay-signature'] ?? ''));
}
