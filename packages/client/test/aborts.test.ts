import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { AbortError } from '../src/index.ts';
import { useHarness } from './harness.ts';
import type { Step } from './scripted-server.ts';

const harness = useHarness();

/** Reads the request and keeps the connection open without a response. */
function slowServer(onSocket: (socket: Socket) => void): Step {
  return (_request, response) => onSocket(response.socket!);
}

describe('an aborted call', () => {
  it.each(['read', 'write'])('(%s) rejects before the next turn of the event loop', async (kind) => {
    harness.server.script(() => {});
    const caller = new AbortController();
    const client = harness.client();
    const call = kind === 'read' ? client.me(caller) : client.links.pause('l1', caller);
    let rejection: unknown;
    call.catch((error: unknown) => {
      rejection = error;
    });
    await harness.server.seen(1);
    caller.abort();
    await nextTurn();
    expect(rejection).toBeInstanceOf(AbortError);
  });

  it('destroys its socket instead of reusing it', async () => {
    const sockets: Socket[] = [];
    harness.server.script(slowServer((socket) => sockets.push(socket)));
    const caller = new AbortController();
    const call = harness.client().me(caller);
    await harness.server.seen(1);
    const closed = once(sockets[0]!, 'close');
    caller.abort();
    await expect(call).rejects.toBeInstanceOf(AbortError);
    await closed;
    expect(sockets[0]!.destroyed).toBe(true);
  });
});
