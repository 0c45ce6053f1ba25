import { type IncomingHttpHeaders, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { Webhook } from 'standardwebhooks';
import { onTestFinished } from 'vitest';

import type { LinkClosedEvent, LinkPaidEvent } from '../src/webhooks/outbox-message.ts';

export const MERCHANT_SECRET = `whsec_${Buffer.alloc(32, 'of the test and of nobody else').toString('base64')}`;

/** A webhook that the merchant's server received. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: LinkPaidEvent | LinkClosedEvent;
}

/** A merchant's server that records webhooks and responds as a test sets. */
export interface Merchant {
  readonly url: string;
  readonly received: Received[];
  /** Sends the response. Default: 204. */
  respond: (response: ServerResponse, received: Received) => void;
  close(): Promise<void>;
}

/** Starts the server. @param port 0: any free port. */
export async function startMerchant(port = 0): Promise<Merchant> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const { headers } = request;
      const id = String(headers['webhook-id']);
      const one = { id, headers, body, event: JSON.parse(body) as Received['event'] };
      received.push(one);
      merchant.respond(response, one);
    })();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const merchant: Merchant = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    respond: (response) => void response.writeHead(204).end(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  onTestFinished(() => merchant.close());
  return merchant;
}

/** Verifies a webhook with the reference library. @throws if it is not signed with this secret. */
export function verified({ body, headers }: Received, secret = MERCHANT_SECRET): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}
