import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { describe, expect, it, onTestFinished } from 'vitest';

import { type System, eventually, slugOf, startSystem } from './harness.ts';

/** Opens an event stream of a link. */
async function follow({ url }: System, id: string, headers: Record<string, string> = {}) {
  const leaving = new AbortController();
  const response = await fetch(`${url}/v1/links/${id}/events`, { headers, signal: leaving.signal });
  const chunks = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const read = async (): Promise<string> => (await chunks.read()).value ?? '';
  return { status: response.status, headers: response.headers, read, chunks, leave: () => leaving.abort() };
}

async function withLink(env: Record<string, string> = {}) {
  const system = await startSystem(env);
  const { body: link } = await system.post({ offer: 'tshirt' }, 'key-1');
  return { system, link };
}

describe('a stream of a real link', () => {
  it('reports the payment once to each reader, with the same view as a read of the link', async () => {
    const { system, link } = await withLink();
    const readers = await Promise.all([follow(system, link.id), follow(system, link.id)]);
    const texts = await Promise.all(
      readers.map(async ({ read }) => {
        let text = await read();
        while (!text.includes('data: ')) text += await read();
        expect(text).toContain('"paid":false');
        return text;
      }),
    );
    await system.control('POST', `/links/${slugOf(link)}/pay`, {});
    await Promise.all(
      readers.map(({ read }, at) =>
        eventually(
          async () => (texts[at] += await read()).includes('"paid":true'),
          'the stream reports the payment',
          20,
        ),
      ),
    );
    const view = await system.get(`/v1/links/${link.id}`);
    for (const text of texts) {
      const last = text.trimEnd().split('data: ').at(-1)!;
      expect(JSON.parse(last)).toEqual(view.body);
      expect(text.match(/"paid":true/g)).toHaveLength(1);
    }
    readers.forEach(({ leave }) => leave());
  }, 30_000);

  it('works even if the store cannot schedule an earlier poll', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stream-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'store.db');
    const { system, link } = await withLink({ STORE_URL: `sqlite:${path}` });
    const repository = new DatabaseSync(path);
    onTestFinished(() => repository.close());
    // After its first poll, the next poll is late enough that a watcher moves it forward.
    const isLate = repository.prepare('SELECT next_read_at > ? AS late FROM links');
    await eventually(async () => isLate.get(Date.now() + 5000)!['late'] === 1, 'the link was polled');
    repository.exec(
      "CREATE TRIGGER full BEFORE UPDATE OF next_read_at ON links BEGIN SELECT raise(ABORT, 'the disk is full'); END",
    );
    const { status, read, leave } = await follow(system, link.id);
    expect(status).toBe(200);
    expect(await read()).toContain('retry: ');
    await eventually(async () => system.logs.join('').includes('could not be scheduled'), 'the failure is logged');
    leave();
  });

  it('no longer counts against the limit after the visitor leaves', async () => {
    const { system, link } = await withLink({ MAX_EVENT_STREAMS_PER_ADDRESS: '1' });
    const first = await follow(system, link.id);
    const second = await follow(system, link.id);
    expect([first.status, second.status, second.headers.get('retry-after')]).toEqual([200, 429, '30']);
    expect(second.headers.get('access-control-allow-origin')).toBe('*');
    first.leave();
    await eventually(async () => {
      const next = await follow(system, link.id);
      next.leave();
      return next.status === 200;
    }, 'a new stream is accepted');
  });

  it('counts against the limit of the whole process too', async () => {
    const { system, link } = await withLink({ MAX_EVENT_STREAMS: '2', TRUST_PROXY: '127.0.0.1' });
    const from = (address: string) => follow(system, link.id, { 'x-forwarded-for': address });
    const streams = [await from('197.200.1.1'), await from('197.200.1.2'), await from('197.200.1.3')];
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 429]);
    streams.forEach(({ leave }) => leave());
  });

  it('is refused for an origin that is not allowed, before it begins', async () => {
    const { system, link } = await withLink({ ALLOWED_ORIGINS: 'https://shop.dz', MAX_EVENT_STREAMS: '1' });
    const refused = await follow(system, link.id, { origin: 'https://evil.dz' });
    expect(refused.status).toBe(403);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    const allowed = await follow(system, link.id, { origin: 'https://shop.dz' });
    expect(allowed.status).toBe(200);
    allowed.leave();
  });

  it('ends when the backend stops; an unread stream does not delay the stop', async () => {
    const { system, link } = await withLink();
    const { read, chunks } = await follow(system, link.id);
    await read();
    await follow(system, link.id);
    await system.backend.app.close();
    await eventually(async () => (await chunks.read()).done, 'the stream has ended');
  });
});

it('a change that the backend has read is in the next response, even though views are cached', async () => {
  const ADMIN_TOKEN = 'an-operators-token-of-32-characters!';
  const system = await startSystem({ ADMIN_TOKEN });
  const { body: link } = await system.post({ offer: 'pay-us' });
  const availability = async () => (await system.get('/v1/offers/pay-us')).body.availability;
  expect(await availability()).toBe('available');
  // MyTPE pauses the link, and the backend reads it.
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  await fetch(`${system.url}/admin/v1/links/${link.id}/pause`, { method: 'POST', headers });
  expect(await availability()).toBe('paused');
});
