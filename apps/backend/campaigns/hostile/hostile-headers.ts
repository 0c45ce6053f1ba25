import { gzipSync } from 'node:zlib';

import { evilText } from './evil-text.ts';
import type { Chance } from './random.ts';
import type { Header } from './request.ts';

/** Prefix of every `Idempotency-Key` that is sent. The log must not contain it. */
export const KEY_MARK = 'attempt-of-the-hostile-';

/** Headers that the backend or a proxy reads. */
const HEADER_NAMES = [
  'accept',
  'accept-encoding',
  'accept-language',
  'access-control-request-headers',
  'access-control-request-method',
  'authorization',
  'cookie',
  'forwarded',
  'host',
  'idempotency-key',
  'if-modified-since',
  'if-none-match',
  'last-event-id',
  'origin',
  'range',
  'referer',
  'sec-fetch-site',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-http-method-override',
  'x-original-url',
  'x-request-id',
  '__proto__',
  'constructor',
];

const TYPICAL: readonly Header[] = [
  ['accept', 'text/html,application/xhtml+xml'],
  ['accept', 'application/json'],
  ['accept-language', 'ar-DZ,ar;q=0.9,fr;q=0.8'],
  ['accept-encoding', 'gzip, br'],
  ['accept-encoding', 'identity'],
  ['origin', 'https://shop.example'],
  ['origin', 'null'],
  ['sec-fetch-site', 'same-origin'],
  ['sec-fetch-site', 'cross-site'],
  ['if-none-match', '*'],
  ['range', 'bytes=0-0,-1'],
  ['host', `pay.shop.example"><hostile-tag>`],
  ['host', '[::1]:99999'],
  ['x-forwarded-host', `evil.example"><hostile-tag>`],
  ['x-forwarded-proto', 'javascript'],
  ['x-forwarded-for', '197.200.1.1'],
  ['x-forwarded-for', '2001:db8::1%eth0'],
  ['x-forwarded-for', ',,,, unknown, _hidden, "[::ffff:1.2.3.4]:80"'],
  ['x-http-method-override', 'DELETE'],
];

/** Returns up to three additional headers, rarely sixty, with typical or hostile values. */
export function moreHeaders(chance: Chance): Header[] {
  const count = chance.happens(0.02) ? 60 : chance.below(4);
  return Array.from({ length: count }, (): Header => {
    if (chance.happens(0.5)) return chance.pick(TYPICAL);
    return [chance.pick(HEADER_NAMES), evilText(chance).slice(0, 4000)];
  });
}

/** Returns a malformed body, or a body that does not match its content type. */
export function wrongBody(chance: Chance, right: Buffer): { readonly body: Buffer; readonly headers: Header[] } {
  const json: Header = ['content-type', 'application/json'];
  const text = right.toString();
  return chance.pick<() => { body: Buffer; headers: Header[] }>([
    () => ({ body: right, headers: [] }),
    () => ({ body: right, headers: [['content-type', chance.pick(WRONG_TYPES)]] }),
    () => ({ body: right, headers: [json, ['content-type', 'text/plain']] }),
    () => ({ body: Buffer.from(text, 'utf16le'), headers: [['content-type', 'application/json; charset=utf-16']] }),
    () => ({ body: gzipSync(right), headers: [json, ['content-encoding', 'gzip']] }),
    () => ({ body: right.subarray(0, chance.below(right.length + 1)), headers: [json] }),
    () => ({ body: Buffer.from(`\ufeff${text}`), headers: [json] }),
    () => ({ body: Buffer.from(`${text}${text}`), headers: [json] }),
    () => ({ body: Buffer.from(text.replace(/^\{/, '{"offer":"tshirt","offer":"donation",')), headers: [json] }),
    () => ({ body: withBytes(right, chance.pick(NOT_UTF8), chance), headers: [json] }),
    () => ({ body: Buffer.from('[{"a":'.repeat(chance.pick([100, 2500]))), headers: [json] }),
    () => ({ body: Buffer.from(`{"amount":1${'0'.repeat(8000)}}`), headers: [json] }),
    () => ({ body: Buffer.alloc(chance.pick([16_384, 16_385, 300_000]), ' '), headers: [json] }),
    () => ({ body: Buffer.alloc(0), headers: [json] }),
  ])();
}

const WRONG_TYPES = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=latin1',
  'application/json-patch+json',
  'application/jsonp',
  'APPLICATION/JSON',
  '/',
  ';',
  'application/json\t',
  'a'.repeat(5000),
];

/** Invalid UTF-8: a stray byte, an overlong slash, half a surrogate pair, a character beyond Unicode, a truncated sequence. */
const NOT_UTF8 = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]].map((bytes) =>
  Buffer.from(bytes),
);

function withBytes(body: Buffer, bytes: Buffer, chance: Chance): Buffer {
  const at = chance.below(body.length + 1);
  return Buffer.concat([body.subarray(0, at), bytes, body.subarray(at)]);
}
