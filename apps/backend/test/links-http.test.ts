import { once } from 'node:events';
import { connect } from 'node:net';

import { describe, expect, it } from 'vitest';

import { type System, startSystem } from './harness.ts';
import { keyOf } from './idempotency-key.ts';

const BODY = JSON.stringify({ offer: 'tshirt' });
const CREATE = ['POST', '/api/ext/links'] as const;

/** Sends the request lines exactly as given, which `fetch` cannot do. */
async function raw({ url }: System, lines: readonly string[], body: Buffer | string = BODY): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  const head = ['POST /v1/links HTTP/1.1', 'Host: localhost', 'Connection: close', ...lines];
  const length = lines.some((line) => /^transfer-encoding/i.test(line)) ? [] : [`Content-Length: ${body.length}`];
  socket.write([...head, ...length, '', ''].join('\r\n'));
  socket.write(body);
  let response = '';
  for await (const chunk of socket) response += String(chunk);
  return response;
}
const JSON_TYPE = 'Content-Type: application/json';
const KEY = `Idempotency-Key: ${keyOf('key-1')}`;

describe('a raw request for a link', () => {
  it.each([
    ['two idempotency keys', [JSON_TYPE, KEY, `Idempotency-Key: ${keyOf('key-2')}`], BODY, 'Idempotency-Key'],
    [
      'a key of 21 characters',
      [JSON_TYPE, `Idempotency-Key: ${'k'.repeat(21)}`],
      BODY,
      '22 to 255 printable ASCII characters',
    ],
    ['a key of 256 characters', [JSON_TYPE, `Idempotency-Key: ${'k'.repeat(256)}`], BODY, 'Idempotency-Key'],
    ['no content type', [KEY], BODY, '"path":""'],
    ['another content type', ['Content-Type: text/plain', KEY], BODY, 'application/json'],
    ['a body that is too large', [JSON_TYPE, KEY], JSON.stringify({ offer: 'x'.repeat(17_000) }), '16 KiB'],
    ['a body that is not UTF-8', [JSON_TYPE, KEY], Buffer.of(0x7b, 0x22, 0xff, 0x22, 0x7d), 'UTF-8'],
    ['a chunk that is not UTF-8', [JSON_TYPE, KEY, 'Transfer-Encoding: chunked'], '1\r\n\xff\r\n0\r\n\r\n', 'UTF-8'],
    ['a `price` field', [JSON_TYPE, KEY], '{"offer":"tshirt","price":"1.00"}', '"path":"price"'],
    ['a `__proto__` field', [JSON_TYPE, KEY], '{"offer":"tshirt","__proto__":{"amount":"1.00"}}', '__proto__'],
    [
      'a line break in a reference',
      [JSON_TYPE, KEY],
      '{"offer":"tshirt","reference":"a\\r\\nSet-Cookie: b"}',
      'reference',
    ],
  ] as const)('with %s is refused, and nothing is created', async (_name, lines, body, message) => {
    const system = await startSystem();
    const response = await raw(system, lines, typeof body === 'string' ? Buffer.from(body, 'latin1') : body);
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
    expect(response).toContain('"code":"validation_failed"');
    expect(response.toLowerCase()).toContain('access-control-allow-origin: *');
    expect(response).toContain(message);
    expect(response).not.toMatch(/^set-cookie/im);
    expect(await system.calls(...CREATE)).toBe(0);
  });

  it('with a bare CR in a header is refused by the parser', async () => {
    const system = await startSystem();
    const response = await raw(system, [JSON_TYPE, `${KEY}\rX: y`]);
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
    expect(await system.calls(...CREATE)).toBe(0);
  });

  it('that is valid returns 201 with MyTPE’s URL', async () => {
    const system = await startSystem();
    const response = await raw(system, [JSON_TYPE, `Idempotency-Key: ${'k'.repeat(255)}`]);
    expect(response).toMatch(/^HTTP\/1\.1 201 /);
    expect(response).toContain(`"url":"${system.sandbox.payBaseUrl}/`);
    expect(await system.calls(...CREATE)).toBe(1);
  });
});

describe('a page whose origin is not allowed', () => {
  it('cannot create, read or watch a link', async () => {
    const offers = `
offers:
  mine: { title: Mien, amount_mode: fixed, amount: 10, usage_mode: one_shot, allowed_origins: ["https://mine.dz"] }
`;
    const system = await startSystem({}, offers);
    const headers = (origin: string) => ({ origin });
    expect((await system.post({ offer: 'mine' }, 'key-1', headers('https://other.dz'))).status).toBe(403);
    expect((await system.post({ offer: 'mine' }, 'key-1', headers('null'))).status).toBe(403);
    expect(await system.calls(...CREATE)).toBe(0);
    const { body: link } = await system.post({ offer: 'mine' }, 'key-1', headers('https://mine.dz'));
    for (const path of [`/v1/links/${link.id}`, `/v1/links/${link.id}/events`]) {
      const { status, body } = await system.get<{ code: string }>(path, headers('https://other.dz'));
      expect([status, body.code]).toEqual([403, 'origin_not_allowed']);
    }
  });
});
