import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { WebhookDelivery, WebhookVerifier } from '@mytpe-pay/client';
import { Command } from 'commander';

import { wholeNumber } from '../../arguments.ts';
import { CliError, usageError } from '../../cli-error.ts';
import type { Act } from '../../command-action.ts';
import type { Session } from '../../session.ts';
import { displayDinars, printable } from '../../terminal/display.ts';
import { webhookSecrets } from './verify.ts';

const MAX_BYTES = 1024 * 1024;

export function listenCommand(act: Act): Command {
  return new Command('listen')
    .description('receive deliveries on this machine, and print those that MyTPE signed; needs MYTPE_WEBHOOK_SECRET')
    .option('--port <number>', 'port on 127.0.0.1; 0 selects a free port', wholeNumber(0, 65_535), 8_040)
    .action(
      act<{ port: number }>(async (session, { port }) => {
        const secrets = webhookSecrets(session);
        const { createWebhookVerifier } = await import('@mytpe-pay/client');
        const verifier = createWebhookVerifier({ secrets, clock: session.context.clock });
        await receive(session, verifier, port);
      }),
    );
}

async function receive(session: Session, verifier: WebhookVerifier, port: number): Promise<void> {
  const server = createServer((request, response) => void handleRequest(session, verifier, request, response));
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(`port ${port} cannot be used (${code})`, 'Choose another port with --port.');
  }
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  session.out.line({ listening: address }, `Listening at ${address}; press Ctrl-C to stop.`);
  const { signal } = session.context;
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  server.closeAllConnections();
  server.close();
  throw new CliError('interrupted', 'stopped listening');
}

async function handleRequest(
  session: Session,
  verifier: WebhookVerifier,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const delivery = verifier.verify(await readBody(request), request.headers);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"received":true}');
    session.out.line(deliveryView(delivery), deliveryText(delivery));
  } catch (error) {
    const why = printable(error instanceof Error ? error.message : String(error));
    response.writeHead(403, { connection: 'close' }).end();
    session.out.line({ refused: why }, session.out.style.bad(`refused: ${why}`));
  }
}

function deliveryView({ event, deliveryId, linkId, transaction, data }: WebhookDelivery): object {
  return { event, delivery_id: deliveryId, link_id: linkId, amount: transaction?.amount, payload: data };
}

function deliveryText({ event, linkId, transaction }: WebhookDelivery): string {
  const link = linkId === undefined ? '' : `link ${linkId}`;
  const amount = transaction?.amount === undefined ? '' : displayDinars(transaction.amount);
  return printable([event ?? 'unnamed event', transaction?.status, amount, link].filter(Boolean).join('  '));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error('larger than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
