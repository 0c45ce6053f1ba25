import type { LinkView } from '@mytpe-pay/contract';
import type { FastifyReply } from 'fastify';

import type { PayService } from '../service.ts';

/** Proxies close connections that are silent for a minute; this is well before. */
const HEARTBEAT_MS = 15_000;
/** A reader this far behind is not reading. */
const MAX_BUFFERED_BYTES = 64 * 1024;

/** Streams a link as Server-Sent Events: its view at once, then one event per change. @param release called once at the end. */
export async function streamEvents(
  reply: FastifyReply,
  service: PayService,
  id: string,
  release: () => void,
): Promise<FastifyReply> {
  const response = reply.raw;
  let last = '';
  let counter = 0;
  const send = (view: LinkView): void => {
    const data = JSON.stringify(view);
    if (data === last || response.writableEnded) return;
    last = data;
    write(`event: link\nid: ${++counter}\ndata: ${data}\n\n`);
  };
  const write = (text: string): void => {
    response.write(text);
    if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
  };

  // Watch before reading, so that no change falls between.
  const early: LinkView[] = [];
  let deliver = (view: LinkView): void => void early.push(view);
  const stop = service.watch(id, (view) => deliver(view));
  const heartbeat = setInterval(() => write(': \n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  response.once('close', () => {
    clearInterval(heartbeat);
    stop();
    release();
  });
  try {
    const view = await service.linkView(id);
    reply.hijack();
    response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    write('retry: 3000\n\n');
    send(view);
    for (const missed of early) send(missed);
    deliver = send;
  } catch (error) {
    clearInterval(heartbeat);
    stop();
    release();
    throw error;
  }
  return reply;
}
