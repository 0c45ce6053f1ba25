import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { InvalidInputError, ResponseShapeError } from '../src/index.ts';
import type { ApiRequest, TextResponse } from '../src/transport/api-request.ts';
import { multipart } from '../src/transport/multipart.ts';
import { parseSettings } from '../src/transport/settings.ts';
import { Transport } from '../src/transport/transport.ts';
import { fileBytes } from './file-samples.ts';
import { KEY, SECRET, failureOf, useHarness } from './harness.ts';
import { bytes, json } from './scripted-server.ts';

const harness = useHarness();
let transport: Transport;
beforeEach(() => {
  const options = { baseUrl: harness.server.baseUrl, credentials: { key: KEY, secret: SECRET }, ...harness.timing };
  transport = new Transport(parseSettings(options, { key: 'X-API-KEY', secret: 'X-API-SECRET' }));
});
afterEach(async () => await transport.close());

const send = <T>(request: ApiRequest<T>) => transport.run({}, async (send) => await send(request));

describe('a text response', () => {
  const CSV: TextResponse<string[]> = {
    accept: 'text/csv',
    maxBytes: 1024 * 1024,
    parse: (text) => (text.startsWith('<') ? undefined : text.split('\n')),
  };
  const request = { role: 'read', method: 'GET', path: '/export', response: CSV } as const;

  it('is requested by its type, with errors as JSON, and read without byte order mark', async () => {
    harness.server.script(bytes(200, '\ufeffid;montant\n1;4500,00', { 'content-type': 'text/csv' }));
    expect(await send(request)).toEqual(['id;montant', '1;4500,00']);
    expect(harness.server.received[0]!.headers.accept).toBe('text/csv, application/json;q=0.9');
  });

  it('is read up to its size limit', async () => {
    const line = 'x'.repeat(CSV.maxBytes);
    harness.server.script(bytes(200, line), bytes(200, `${line}x`));
    expect(await send(request)).toEqual([line]);
    const error = await failureOf(send(request));
    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(error.message).toContain('exceeds 1 MiB instead of text/csv');
  });

  it('is rejected if its parser does not accept it', async () => {
    harness.server.script(bytes(200, '<html><title>Login</title></html>'));
    const error = await failureOf(send(request));
    expect(error).toBeInstanceOf(ResponseShapeError);
    expect(error.message).toContain('an HTML page titled "Login" instead of text/csv');
  });

  it('fails like any other response', async () => {
    harness.server.script(json(404, { message: 'No such link.' }));
    expect(await failureOf(send(request))).toMatchObject({
      status: 404,
      message: expect.stringContaining('No such link'),
    });
  });
});

describe('a body with files', () => {
  it('has at most 32 MiB, checked before anything is sent', async () => {
    const file = { name: 'a.png', type: 'image/png', bytes: fileBytes('png', 11 * 1024 * 1024) };
    const body = multipart([1, 2, 3].map((number) => ({ name: `file${number}`, file })));
    const error = await failureOf(send({ role: 'write', method: 'PATCH', path: '/x', body, response: 'ignored' }));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      outcome: 'rejected',
      message: 'PATCH /x: body: must be at most 32 MiB (33,554,432 bytes)',
    });
    expect(harness.server.received).toEqual([]);
  });
});
