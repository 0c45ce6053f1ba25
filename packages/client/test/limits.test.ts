import type { ServerResponse } from 'node:http';

import { Agent, Dispatcher } from 'undici';
import { describe, expect, it, vi } from 'vitest';

import { AbortError, InvalidInputError, TimeoutError } from '../src/index.ts';
import { failureOf, useHarness } from './harness.ts';
import { LINK, ME } from './samples.ts';
import { type Step, json, silence } from './scripted-server.ts';

const harness = useHarness();
const ok = json(200, { data: ME });

/** A dispatcher that keeps requests, like a pool whose connection is not established yet. */
class NeverConnected extends Dispatcher {
  #queue: (handler: Dispatcher.DispatchHandler) => void = () => {};
  readonly queued = new Promise<Dispatcher.DispatchHandler>((resolve) => {
    this.#queue = resolve;
  });

  override dispatch(_options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#queue(handler);
    return true;
  }
}

/** Returns steps that respond when the test calls `respond`. */
function held(count: number): { steps: Step[]; respond: () => void } {
  const open: ServerResponse[] = [];
  const steps = Array.from({ length: count }, (): Step => (_request, response) => void open.push(response));
  return { steps, respond: () => ok(harness.server.received[0]!, open.shift()!) };
}

describe('concurrency', () => {
  it('sends two requests at the same time, and the others in order', async () => {
    const { steps, respond } = held(4);
    harness.server.script(...steps);
    const client = harness.client();
    const calls = [1, 2, 3, 4].map(async () => await client.me());
    await harness.server.seen(2);
    respond();
    await Promise.race(calls);
    await harness.server.seen(3);
    expect(harness.server.received).toHaveLength(3);
    respond();
    await harness.server.seen(4);
    respond();
    respond();
    expect(await Promise.all(calls)).toHaveLength(4);
  });

  it('releases the semaphore during a pause', async () => {
    harness.server.script(json(429, {}), ok, ok);
    const client = harness.client({ maxConcurrent: 1 });
    expect(await Promise.all([client.me(), client.me()])).toHaveLength(2);
  });
});

describe('the caller’s signal', () => {
  it('aborts a call that waits for its response, with an unknown outcome', async () => {
    harness.server.script(silence);
    const caller = new AbortController();
    const call = failureOf(harness.client().links.pause('l1', { signal: caller.signal }));
    await harness.server.seen(1);
    caller.abort(new Error('shutting down'));
    const error = await call;
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ name: 'AbortError', outcome: 'unknown', cause: { message: 'shutting down' } });
  });

  it('aborts a call in the queue: nothing was sent, and the queue continues', async () => {
    const { steps, respond } = held(1);
    harness.server.script(...steps, ok);
    const client = harness.client({ maxConcurrent: 1 });
    const first = client.me();
    await harness.server.seen(1);
    const caller = new AbortController();
    const waiting = failureOf(client.links.pause('l1', { signal: caller.signal }));
    caller.abort();
    expect(await waiting).toMatchObject({ name: 'AbortError', outcome: 'rejected' });
    respond();
    await first;
    expect(await client.me()).toMatchObject({ email: ME.email });
    expect(harness.server.received.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('aborts a call during a pause', async () => {
    const caller = new AbortController();
    harness.server.script(json(503, {}));
    const { sleep } = harness.timing;
    const client = harness.client({
      sleep: (ms, signal) => {
        if (ms === 1_000) caller.abort();
        return sleep(ms, signal);
      },
    });
    expect(await failureOf(client.me({ signal: caller.signal }))).toBeInstanceOf(AbortError);
    expect(harness.server.received).toHaveLength(1);
  });

  it('prevents the request if it was aborted before', async () => {
    const error = await failureOf(harness.client().links.pause('l1', { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: 'AbortError', outcome: 'rejected' });
    expect(harness.server.received).toEqual([]);
  });

  it('aborts a call that is still connecting, and its request is never sent', async () => {
    const dispatcher = new NeverConnected();
    const caller = new AbortController();
    const call = failureOf(harness.client({ dispatcher }).links.pause('l1', { signal: caller.signal }));
    const handler = await dispatcher.queued;
    caller.abort();
    expect(await call).toMatchObject({ name: 'AbortError', outcome: 'rejected' });
    const abort = vi.fn<(reason: Error) => void>();
    handler.onRequestStart!({ abort } as unknown as Dispatcher.DispatchController, null);
    expect(abort).toHaveBeenCalledOnce();
  });
});

describe('the deadline', () => {
  it('ends a call that waits for a response, and its retries', async () => {
    harness.server.script(silence);
    const call = failureOf(harness.client().me());
    await harness.server.seen(1);
    harness.timing.expire(60_000);
    const error = await call;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ limitMs: 60_000 });
    expect(harness.server.received).toHaveLength(1);
  });

  it('ends a call in the queue', async () => {
    harness.server.script(silence);
    const client = harness.client({ maxConcurrent: 1, ...harness.timing });
    const first = failureOf(client.me());
    await harness.server.seen(1);
    const second = failureOf(client.links.pause('l1'));
    harness.timing.expire(60_000);
    expect(await second).toMatchObject({ name: 'TimeoutError', outcome: 'rejected' });
    expect(await first).toMatchObject({ name: 'TimeoutError' });
  });

  it.each([0, -1, Number.NaN, Infinity])('cannot be %d', async (deadlineMs) => {
    expect(await failureOf(harness.client().me({ deadlineMs }))).toBeInstanceOf(InvalidInputError);
  });
});

describe('close', () => {
  it('waits for running calls and rejects later calls', async () => {
    const { steps, respond } = held(1);
    harness.server.script(...steps);
    const client = harness.client();
    const call = client.me();
    await harness.server.seen(1);
    const closed = client.close();
    respond();
    expect(await call).toMatchObject({ email: ME.email });
    await closed;
    expect(await failureOf(client.me())).toMatchObject({ name: 'ConnectionError' });
    expect((await failureOf(client.links.pause('l1'))).outcome).toBe('rejected');
    expect(harness.timing.pauses).toEqual([]);
  });

  it('lets a running call read back an accepted action', async () => {
    const { steps, respond } = held(1);
    harness.server.script(...steps, json(200, { data: { ...LINK, status: 'active' } }));
    const client = harness.client();
    const call = client.links.publish('l1');
    await harness.server.seen(1);
    const closed = client.close();
    respond();
    expect(await call).toMatchObject({ status: 'active' });
    await closed;
  });

  it('does not close a dispatcher from the options', async () => {
    harness.server.script(ok);
    const dispatcher = new Agent();
    const [closed, other] = [harness.client({ dispatcher }), harness.client({ dispatcher })];
    await closed.close();
    expect(await failureOf(closed.me())).toMatchObject({ name: 'ConnectionError' });
    expect(await other.me()).toMatchObject({ email: ME.email });
    await dispatcher.close();
  });
});

describe('options', () => {
  it.each([
    [{ baseUrl: 'api.mytpe.appp' }, 'baseUrl'],
    [{ baseUrl: 'ftp://x/y' }, 'baseUrl'],
    [{ baseUrl: 'https://user:hunter2@x/y' }, 'baseUrl'],
    [{ baseUrl: 'https://x/y?key=hunter2' }, 'baseUrl'],
    [{ timeoutMs: 0 }, 'timeoutMs'],
    [{ tries: 11 }, 'tries'],
    [{ maxConcurrent: Infinity }, 'maxConcurrent'],
    [{ credentials: { key: 'k', secret: 'hunter2\n' } }, 'secret'],
    [{ credentials: { key: '', secret: 's' } }, 'key'],
  ])('%j is rejected by name, without the value', (options, field) => {
    const make = () => harness.client(options);
    expect(make).toThrow(InvalidInputError);
    expect(make).toThrow(field);
    expect(make).not.toThrow(/hunter2/);
  });
});
