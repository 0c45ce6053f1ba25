import fc from 'fast-check';
import { expect, it } from 'vitest';

import { parseCapturedRequest } from './captured-request.ts';

it('keeps any body byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('\n', '\r\n'), (body, end) => {
      const head = `POST /hook HTTP/1.1${end}X-MytpePay-Timestamp: 17${end}Host: a:1${end}${end}`;
      const parsed = parseCapturedRequest(Buffer.concat([Buffer.from(head), body]), []);
      expect(Buffer.from(parsed.body).equals(Buffer.from(body))).toBe(true);
      expect(parsed.headers).toEqual({ 'x-mytpepay-timestamp': '17', host: 'a:1' });
    }),
  );
});

it('accepts a JSON body with separate headers', () => {
  const { headers, body } = parseCapturedRequest(Buffer.from('{"a":1}\n'), ['X-A: b: c']);
  expect([headers, Buffer.from(body).toString()]).toEqual([{ 'x-a': 'b: c' }, '{"a":1}\n']);
});

it('reports missing parts', () => {
  expect(() => parseCapturedRequest(Buffer.from('X-A: b'), [])).toThrow('the body is missing');
  expect(() => parseCapturedRequest(Buffer.from('{}'), ['nonsense'])).toThrow('Name: value');
});
