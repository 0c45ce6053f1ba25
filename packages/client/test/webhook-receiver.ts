import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import {
  type WebhookDelivery,
  type WebhookRefusal,
  WebhookSignatureError,
  createWebhookVerifier,
} from '../src/index.ts';

export interface WebhookReceiver {
  readonly url: string;
  /** The verifier. Can be replaced at run time. */
  secrets: string[];
  /** Returns the next result: the delivery, or the reason for its refusal. */
  next(): Promise<WebhookDelivery | WebhookRefusal>;
  close(): Promise<void>;
}

/** Starts a receiver like the one in the README: it verifies raw bytes and responds with 200 or 403. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const results: (WebhookDelivery | WebhookRefusal)[] = [];
  const waiting: ((result: WebhookDelivery | WebhookRefusal) => void)[] = [];
  const settle = (result: WebhookDelivery | WebhookRefusal) => {
    const taker = waiting.shift();
    if (taker === undefined) results.push(result);
    else taker(result);
  };
  const server = createServer((request, response) => {
    void (async () => {
      const rawBody = await buffer(request);
      try {
        const delivery = createWebhookVerifier({ secrets: receiver.secrets }).verify(rawBody, request.headers);
        response.writeHead(200).end();
        settle(delivery);
      } catch (error) {
        response.writeHead(403).end();
        if (!(error instanceof WebhookSignatureError)) throw error;
        settle(error.reason);
      }
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/mytpe`,
    secrets: [],
    next: () => new Promise((resolve) => (results.length > 0 ? resolve(results.shift()!) : waiting.push(resolve))),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
