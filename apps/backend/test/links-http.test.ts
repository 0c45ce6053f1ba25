import { once } from 'node:events';
import { connect } from 'node:net';

import { describe, expect, it } from 'vitest';

import { type System, startSystem } from './harness.ts';
import { keyOf } from './idempotency-key.ts';

const BODY = JSON.stringify({ offer: 'tshirt' });
const CREATE = ['POST', '/api/ext/links'] as const;

/** A request exactly as written, which `fetch` would not send. */
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

describe('a request for a link, as it comes over the wire', () => {
  it.each([
    ['two keys', [JSON_TYPE, KEY, `Idempotency-Key: ${keyOf('key-2')}`], BODY, 'Idempotency-Key'],
    ['a key of 21', [JSON_TYPE, `Idempotency-Key: ${'k'.repeat(21)}`], BODY, '22 to 255 printable ASCII characters'],
    ['a key of 256', [JSON_TYPE, `Idempotency-Key: ${'k'.repeat(256)}`], BODY, 'Idempotency-Key'],
    ['no type', [KEY], BODY, '"path":""'],
    ['another type', ['Content-Type: text/plain', KEY], BODY, 'application/json'],
    ['too much', [JSON_TYPE, KEY], JSON.stringify({ offer: 'x'.repeat(17_000) }), '16 KiB'],
    ['no UTF-8', [JSON_TYPE, KEY], Buffer.of(0x7b, 0x22, 0xff, 0x22, 0x7d), 'UTF-8'],
    ['a broken chunk of text', [JSON_TYPE, KEY, 'Transfer-Encoding: chunked'], '1\r\n\xff\r\n0\r\n\r\n', 'UTF-8'],
    ['a price', [JSON_TYPE, KEY], '{"offer":"tshirt","price":"1.00"}', '"path":"price"'],
    ['a prototype', [JSON_TYPE, KEY], '{"offer":"tshirt","__proto__":{"amount":"1.00"}}', '__proto__'],
    [
      'a line break in a reference',
      [JSON_TYPE, KEY],
      '{"offer":"tshirt","reference":"a\\r\\nSet-Cookie: b"}',
      'reference',
    ],
  ] as const)('with %s is refused, and nothing is created', async (_name, lines, body, says) => {
    const system = await startSystem();
    const response = await raw(system, lines, typeof body === 'string' ? Buffer.from(body, 'latin1') : body);
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
    expect(response).toContain('"code":"validation_failed"');
    expect(response.toLowerCase()).toContain('access-control-allow-origin: *');
    expect(response).toContain(says);
    expect(response).not.toMatch(/^set-cookie/im);
    expect(await system.calls(...CREATE)).toBe(0);
  });

  it('with a header that breaks the line is refused before it is read', async () => {
    const system = await startSystem();
    const response = await raw(system, [JSON_TYPE, `${KEY}\rX: y`]);
    expect(response).toMatch(/^HTTP\/1\.1 400 /);
    expect(await system.calls(...CREATE)).toBe(0);
  });

  it('with everything right is answered; the address in it is MyTPE’s', async () => {
    const system = await startSystem();
    const response = await raw(system, [JSON_TYPE, `Idempotency-Key: ${'k'.repeat(255)}`]);
    expect(response).toMatch(/^HTTP\/1\.1 201 /);
    expect(response).toContain(`"url":"${system.sandbox.payBaseUrl}/`);
    expect(await system.calls(...CREATE)).toBe(1);
  });
});

describe('a page that may not ask', () => {
  it('gets no link made, reads none and follows none', async () => {
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
