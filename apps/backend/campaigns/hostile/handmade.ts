import { INJECTED_HEADER } from './evil-text.ts';
import type { Chance } from './random.ts';
import { type HostileRequest, written } from './request.ts';

const BODY = '{"offer":"tshirt"}';
const HOST = 'Host: pay.shop.example\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';
const POST = `POST /v1/links HTTP/1.1\r\n${HOST}${JSON_TYPE}Idempotency-Key: attempt-of-the-hostile-0\r\n`;
const GET = `GET /v1/offers/tshirt HTTP/1.1\r\n${HOST}`;

/** Request targets that try to reach other files, routes or hosts. */
const TARGETS: readonly string[] = [
  '//v1/offers/tshirt',
  '/v1/../admin/v1/links',
  '/v1/%2e%2e/admin/v1/links',
  '/v1/offers/..%2f..%2f..%2f..%2fetc%2fpasswd',
  '/v1/offers/%252e%252e%252fetc',
  '/v0.1.0/../server.js',
  '/v0.1.0/..%2fserver.js',
  '/v0.1.0/%2e%2e%2fserver.js',
  '/v0.1.0/..%5cserver.js',
  '/v0.1.0/%00',
  '/v0.1.0/__proto__',
  '/v0.1.0/constructor',
  '/v__proto__/toString',
  '/v1.0.0%2f..%2f/x',
  '/pay/__proto__',
  '/pay/constructor',
  '/pay/%F0%9F%87%A9',
  '/pay/tshirt;jsessionid=1',
  '/pay/tshirt%23',
  '/pay/..%2f..%2f',
  '/.env',
  '/.git/config',
  '/server.js.map',
  '/admin',
  '/admin/v1/links/__proto__/archive',
  '/Admin/V1/links',
  '/admin%2fv1%2flinks',
  '/webhooks/mytpe/',
  '/v1/links/lnk_AAAAAAAAAAAAAAAAAAAAAA%0d%0ax-injected:1/events',
  '/v1/offers/' + 'a'.repeat(200),
  '/v1/offers/' + 'a'.repeat(7000),
  '/' + 'a/'.repeat(5000),
  '/?' + 'a=1&'.repeat(3000),
  '/pay/tshirt?' + 'amount=1&'.repeat(500),
  '/pay/donation?amount[__proto__]=1&__proto__[x]=1&constructor[prototype][x]=1',
  '/v1/offers/tshirt?lang=fr&lang=ar&lang[]=en',
  '/v1/offers/tshirt?lang=__proto__',
  '/%',
  '/%E0%A4%A',
  '/\u00e9',
  '/a b',
  '/\t',
  '/\\..\\..\\etc',
  'v1/offers/tshirt',
  '*',
  'http://evil.example/v1/offers/tshirt',
  'https://evil.example:99999/',
  'http://user:pass@169.254.169.254/',
  '//evil.example/%2f..',
  '#fragment',
  '?',
];

const chunked = (text: string, more = ''): string =>
  `${POST}Transfer-Encoding: chunked\r\n${more}Connection: close\r\n\r\n${text}`;
const withBody = (headers: string, body = BODY): string => `${POST}${headers}Connection: close\r\n\r\n${body}`;

/** Requests that are malformed or ambiguous HTTP, by family. */
const RAW: Readonly<Record<string, readonly string[]>> = {
  'raw: other protocols': [
    'GET /live\r\n',
    'GET /live HTTP/0.9\r\n\r\n',
    'GET /live HTTP/1.0\r\n\r\n',
    `GET /live HTTP/2.0\r\n${HOST}\r\n`,
    `GET /live HTTP/9.9\r\n${HOST}\r\n`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0',
    '\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003',
    'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /live HTTP/1.1\r\n\r\n',
    'SSH-2.0-OpenSSH_9.0\r\n',
    '\0'.repeat(100),
    '\r\n'.repeat(1000),
    `${GET}Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
    `${GET}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    `CONNECT 169.254.169.254:80 HTTP/1.1\r\n${HOST}\r\n`,
  ],
  'raw: request lines': [
    `get /live HTTP/1.1\r\n${HOST}\r\n`,
    `HOSTILE /live HTTP/1.1\r\n${HOST}\r\n`,
    `GET  /live  HTTP/1.1\r\n${HOST}\r\n`,
    `GET /live HTTP/1.1\n${HOST}\n`,
    `\r\n\r\nGET /live HTTP/1.1\r\n${HOST}\r\n`,
    `GET /live\0 HTTP/1.1\r\n${HOST}\r\n`,
    `GET /${'a'.repeat(70_000)} HTTP/1.1\r\n${HOST}\r\n`,
    `${'A'.repeat(70_000)} / HTTP/1.1\r\n\r\n`,
  ],
  'raw: headers': [
    'GET /live HTTP/1.1\r\n\r\n',
    `GET /live HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`,
    `GET /live HTTP/1.1\r\nHost: evil.example\\@pay.shop.example\r\n\r\n`,
    `${GET} folded: 1\r\n  ${INJECTED_HEADER}: 1\r\n\r\n`,
    `${GET}Name : value\r\n\r\n`,
    `${GET}no colon at all\r\n\r\n`,
    `${GET}: no name\r\n\r\n`,
    `${GET}X: a\rb\r\n\r\n`,
    `${GET}X: a\0b\r\n\r\n`,
    `${GET}X: ${'a'.repeat(20_000)}\r\n\r\n`,
    `${GET}${'X: 1\r\n'.repeat(2500)}\r\n`,
    `${GET}Cookie: ${'a=b; '.repeat(3000)}\r\n\r\n`,
    `${GET}Accept-Language: ${'fr;q=0.1,'.repeat(1500)}\r\n\r\n`,
    `${GET}Expect: hostility\r\n\r\n`,
  ],
  'raw: bodies': [
    withBody('Content-Length: -1\r\n'),
    withBody('Content-Length: +18\r\n'),
    withBody('Content-Length: 0x12\r\n'),
    withBody('Content-Length: 99999999999999999999\r\n'),
    withBody('Content-Length: 18\r\nContent-Length: 1\r\n'),
    withBody('Content-Length: 18, 18\r\n'),
    withBody('Content-Length: 100\r\n'),
    withBody('Content-Length: 5\r\n'),
    withBody('Content-Length: 18\r\nTransfer-Encoding: chunked\r\n'),
    withBody('Content-Length: 18\r\nExpect: 100-continue\r\n'),
    withBody('Content-Length: 9999999\r\nExpect: 100-continue\r\n'),
    withBody('Content-Length: 18\r\nContent-Encoding: br\r\n'),
    withBody(''),
  ],
  'raw: chunks': [
    chunked('12\r\n{"offer":"tshirt"}\r\n0\r\n\r\n'),
    chunked('12\r\n{"offer":"tshirt"}\r\n0\r\n', 'Content-Length: 5\r\n'),
    chunked('zz\r\n{}\r\n0\r\n\r\n'),
    chunked('-1\r\n{}\r\n0\r\n\r\n'),
    chunked('ffffffffffffffff1\r\n{}\r\n'),
    chunked('7fffffff\r\n{}'),
    chunked(`2;${'x'.repeat(30_000)}\r\n{}\r\n0\r\n\r\n`),
    chunked(`2\r\n{}\r\n0\r\n${INJECTED_HEADER}: 1\r\nContent-Length: 3\r\n\r\n`),
    chunked(`0\r\n${'a: b\r\n'.repeat(4000)}\r\n`),
    chunked(`${'1\r\na\r\n'.repeat(20_000)}0\r\n\r\n`),
    chunked('2\n{}\n0\n\n'),
    chunked('2\r\n{}X\r\n0\r\n\r\n'),
    withBody('Transfer-Encoding: chunked, identity\r\n'),
    withBody('Transfer-Encoding: xchunked\r\n'),
    withBody('Transfer-Encoding:\u000bchunked\r\n'),
    withBody('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'),
  ],
  'raw: pipelines': [
    `${GET}\r\n`.repeat(40),
    `${GET}\r\nHOSTILE`,
    `${POST}Content-Length: 18\r\n\r\n${BODY}`.repeat(5),
    `${POST}Content-Length: 18\r\n\r\n${BODY}${GET}\r\nGET /admin/v1/links HTTP/1.1\r\n${HOST}\r\n`,
    `${POST}Content-Length: 18\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin/v1/links HTTP/1.1\r\n${HOST}\r\n`,
    `HEAD /live HTTP/1.1\r\n${HOST}\r\n${GET}\r\n`,
    `GET /live HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n${GET}\r\n`,
  ],
};

const METHODS = ['GET', 'GET', 'GET', 'POST', 'HEAD', 'OPTIONS', 'DELETE'];
const FAMILIES = Object.entries(RAW);

/** Returns a request with an undocumented target, or malformed HTTP. */
export function handmade(chance: Chance): HostileRequest {
  if (chance.happens(0.5)) {
    const method = chance.pick(METHODS);
    return written({ family: 'handmade: targets', method, target: chance.pick(TARGETS) });
  }
  const [family, texts] = chance.pick(FAMILIES);
  const text = chance.pick(texts);
  return { family, method: 'GET', target: text.slice(0, 60), operation: null, sound: false, bytes: bytesOf(text) };
}

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');
