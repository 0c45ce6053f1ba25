import { once } from 'node:events';
import type { Socket } from 'node:net';

import type { LinkView } from '@mytpe-pay/contract';
import { describe, expect, it, vi } from 'vitest';

import { type RunningApp, linkOf, startApp } from './in-memory-service.ts';

/** Opens a stream over real HTTP. */
async function open({ url }: RunningApp, id: string) {
  const leaving = new AbortController();
  const response = await fetch(`${url}/v1/links/${id}/events`, { signal: leaving.signal });
  const reader = response.body!.getReader();
  let text = '';
  return {
    response,
    leave: () => leaving.abort(),
    /** Reads until `done` is true for the received text. @returns the text, or `null` if the stream ended first. */
    until: async (done: (text: string) => boolean): Promise<string | null> => {
      while (!done(text)) {
        const { value, done: ended } = await reader.read();
        if (ended) return null;
        text += new TextDecoder().decode(value);
      }
      return text;
    },
  };
}

const events = (text: string): LinkView[] =>
  [...text.matchAll(/^event: link\nid: \d+\ndata: (.*)\n\n/gm)].map(([, data]) => JSON.parse(data!) as LinkView);
const count = (number: number) => (text: string) => events(text).length >= number;

async function withLink(env: Record<string, string> = {}) {
  const running = await startApp({ env, listen: true });
  const link = linkOf('tshirt', 'payer', '4500.00');
  running.service.links.set(link.id, link);
  return { ...running, link };
}

describe('a stream of events', () => {
  it('sends the link immediately, then every change', async () => {
    const running = await withLink();
    const { response, until, leave } = await open(running, running.link.id);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'x-request-id': expect.stringMatching(/^[\w-]{16}$/) as string,
    });
    expect(await until(count(1))).toBe(`retry: 3000\n\nevent: link\nid: 1\ndata: ${JSON.stringify(running.link)}\n\n`);
    running.service.change(running.link.id, {});
    running.service.change(running.link.id, { paid: true, payable: false });
    const text = (await until(count(2)))!;
    expect(events(text).map(({ paid }) => paid)).toEqual([false, true]);
    expect(text).toContain('\nid: 2\n');
    leave();
  });

  it('never sends an older view after a change that arrived during the read', async () => {
    const running = await withLink();
    const { service, link } = running;
    const read = service.linkView.bind(service);
    service.linkView = async (id) => {
      const view = await read(id);
      if (service.watching() > 0) service.change(id, { paid: true });
      return view;
    };
    const { until, leave } = await open(running, link.id);
    expect(events((await until(count(1)))!).map(({ paid }) => paid)).toEqual([true]);
    leave();
  });

  it('sends heartbeats while nothing changes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const running = await withLink();
      const { until, leave } = await open(running, running.link.id);
      await until(count(1));
      vi.advanceTimersByTime(30_000);
      expect(await until((text) => text.endsWith(': \n\n: \n\n'))).not.toBeNull();
      leave();
      await vi.waitUntil(() => vi.getTimerCount() === 0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is removed when the visitor leaves', async () => {
    const running = await withLink({ MAX_EVENT_STREAMS: '1' });
    for (let time = 0; time < 3; time++) {
      const { response, until, leave } = await open(running, running.link.id);
      expect(response.status).toBe(200);
      await until(count(1));
      expect(running.service.watching()).toBe(1);
      leave();
      await vi.waitUntil(() => running.service.watching() === 0);
    }
  });

  it('is removed if the visitor leaves before it starts', async () => {
    const running = await withLink({ MAX_EVENT_STREAMS: '1' });
    const { service, link } = running;
    const read = service.linkView.bind(service);
    let asked = 0;
    let respond = (): void => undefined;
    service.linkView = async (id) => {
      asked++;
      await new Promise<void>((resolve) => (respond = resolve));
      return read(id);
    };
    const sockets: Socket[] = [];
    running.app.server.on('connection', (socket: Socket) => sockets.push(socket));
    const leaving = new AbortController();
    const gone = fetch(`${running.url}/v1/links/${link.id}/events`, { signal: leaving.signal }).catch(() => 'gone');
    await vi.waitUntil(() => asked === 1);
    leaving.abort();
    expect(await gone).toBe('gone');
    await once(sockets[0]!, 'close');
    respond();
    await vi.waitUntil(() => asked === 2);
    respond();
    service.linkView = read;
    await vi.waitUntil(() => service.watching() === 0);
    const next = await open(running, link.id);
    expect(next.response.status).toBe(200);
    next.leave();
  });

  it.each(['MAX_EVENT_STREAMS', 'MAX_EVENT_STREAMS_PER_ADDRESS'])('is refused beyond %s', async (limit) => {
    const running = await withLink({ [limit]: '2' });
    const streams = [await open(running, running.link.id), await open(running, running.link.id)];
    const third = await open(running, running.link.id);
    expect(third.response.status).toBe(429);
    expect(third.response.headers.get('retry-after')).toBe('30');
    expect(third.response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await third.until((text) => text.includes('rate_limited'))).not.toBeNull();
    expect(running.service.watching()).toBe(2);
    streams.forEach(({ leave }) => leave());
  });

  it('does not exist for an unknown link', async () => {
    const running = await withLink({ MAX_EVENT_STREAMS: '1' });
    const { response } = await open(running, 'lnk_nothing');
    expect([response.status, running.service.watching()]).toEqual([404, 0]);
  });

  it('exists only for a payer’s link, because the id of a shared link is public', async () => {
    const running = await withLink({ MAX_EVENT_STREAMS: '1' });
    const shared = linkOf('pay-us', 'shared', '1000.00');
    running.service.links.set(shared.id, shared);
    for (let time = 0; time < 3; time++) {
      const refused = await fetch(`${running.url}/v1/links/${shared.id}/events?lang=en`);
      expect([refused.status, refused.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
      expect(await refused.json()).toMatchObject({
        title: 'Not Found',
        detail: 'A shared payment link has no event stream. Read the link itself instead.',
        retryable: false,
      });
    }
    expect(running.service.watching()).toBe(0);
    const { response, leave } = await open(running, running.link.id);
    expect(response.status).toBe(200);
    leave();
  });

  it('is not opened by a HEAD request', async () => {
    const running = await withLink();
    const response = await fetch(`${running.url}/v1/links/${running.link.id}/events`, { method: 'HEAD' });
    expect([response.status, running.service.watching()]).toEqual([404, 0]);
  });

  it('ends when the server stops, without delaying it', async () => {
    const running = await withLink();
    const { until } = await open(running, running.link.id);
    await until(count(1));
    await running.app.close();
    expect(await until(() => false)).toBeNull();
    expect(running.service.watching()).toBe(0);
  });
});
