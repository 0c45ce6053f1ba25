import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { AbortError } from '../src/index.ts';
import { SYSTEM_TIMING } from '../src/transport/timing.ts';
import { MAX_BYTES, fileBytes } from './file-samples.ts';
import { failureOf, useHarness } from './harness.ts';

const harness = useHarness();
const input = {
  name: 'Boutique',
  establishment_type_id: 't1',
  authorization_type_id: 'a1',
  identification_file: fileBytes('pdf', MAX_BYTES),
};

/** A server that controls its connections directly. */
let server: Server;
let onConnection: (socket: Socket) => void;
const sockets: Socket[] = [];
beforeEach(async () => {
  server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

function client() {
  const { port } = server.address() as AddressInfo;
  return harness.client({ ...SYSTEM_TIMING, baseUrl: `http://127.0.0.1:${port}` });
}

describe('an upload that is aborted half way', () => {
  it('rejects before the next turn of the event loop, with an unknown outcome', async () => {
    const closed = new Promise((resolve) => {
      onConnection = (socket) => socket.resume().once('close', resolve);
    });
    const caller = new AbortController();
    let rejection: unknown;
    const begun = new Promise<void>((onUploadProgress) => {
      const options = { signal: caller.signal, onUploadProgress: () => onUploadProgress() };
      client()
        .identifications.create(input, options)
        .catch((error: unknown) => {
          rejection = error;
        });
    });
    await begun;
    caller.abort();
    await nextTurn();
    expect(rejection).toBeInstanceOf(AbortError);
    expect(rejection).toMatchObject({ outcome: 'unknown' });
    await closed;
  });

  it('rejects as fast while its parts are encoded', async () => {
    const caller = new AbortController();
    let rejection: unknown;
    void failureOf(client().identifications.create(input, caller)).then((error) => {
      rejection = error;
    });
    await nextTurn();
    caller.abort();
    await nextTurn();
    expect(rejection).toMatchObject({ name: 'AbortError', outcome: 'rejected' });
  });
});

describe('a server that ends an upload early', () => {
  const TOO_LARGE = 'HTTP/1.1 413 Payload Too Large\r\ncontent-type: text/html\r\ncontent-length: 0\r\n';

  it.each([
    ['with progress', { onUploadProgress: () => {} }],
    ['without', {}],
  ])('with a response: the caller gets the status (%s)', async (_how, options) => {
    onConnection = (socket) => {
      socket.once('data', () => {
        socket.write(`${TOO_LARGE}connection: close\r\n\r\n`);
        socket.resume();
      });
    };
    const error = await failureOf(client().identifications.create(input, options));
    expect(error).toMatchObject({ name: 'ApiError', status: 413, outcome: 'rejected' });
  });

  it('without a response: the outcome is unknown', async () => {
    onConnection = (socket) => socket.once('data', () => socket.destroy());
    const error = await failureOf(client().identifications.create(input));
    expect(error).toMatchObject({ name: 'ConnectionError', outcome: 'unknown' });
    expect(sockets).toHaveLength(1);
  });
});
