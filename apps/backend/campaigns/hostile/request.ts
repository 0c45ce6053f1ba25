export type Header = readonly [name: string, value: string];

/** A request as it is sent over the wire. */
export interface HostileRequest {
  /** Name of the group of requests in the report. */
  readonly family: string;
  readonly method: string;
  readonly target: string;
  /** `operationId` of the addressed route; `null` without one. */
  readonly operation: string | null;
  /** `true` if the request is valid HTTP and needs a response. Otherwise the server may also close the connection. */
  readonly sound: boolean;
  readonly bytes: Buffer;
}

export interface RequestParts {
  readonly family: string;
  readonly method: string;
  readonly target: string;
  readonly operation?: string | null;
  readonly headers?: readonly Header[];
  readonly body?: Buffer | null;
}

const MAX_SOUND_HEAD = 15_000;

/** Builds a request from its parts, with the correct `Content-Length`. Text is encoded as UTF-8. */
export function written({
  family,
  method,
  target,
  operation = null,
  headers = [],
  body,
}: RequestParts): HostileRequest {
  const all: Header[] = [...(headers.some(([name]) => name === 'host') ? [] : [HOST]), ...headers];
  if (body) all.push(['content-length', String(body.length)]);
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`);
  return {
    family,
    method,
    target,
    operation,
    sound: head.length <= MAX_SOUND_HEAD && isSoundTarget(target) && headers.every(isSoundHeader),
    bytes: body ? Buffer.concat([head, body]) : head,
  };
}

const HOST: Header = ['host', 'pay.shop.example'];

function isSoundTarget(target: string): boolean {
  return /^\/[\x21-\x7e]*$/.test(target);
}

/** Headers that change where a message ends or who processes it. */
const FRAMING = new Set(['transfer-encoding', 'upgrade', 'connection', 'expect', 'content-length']);

function isSoundHeader([name, value]: Header): boolean {
  return /^[\w-]+$/.test(name) && /^[\t\x20-\x7e\u0080-\uffff]*$/.test(value) && !FRAMING.has(name);
}
