import { expect } from 'vitest';

import { partsOf } from '../received-parts.ts';
import type { Exchange, RecordingProxy } from './recording-proxy.ts';

/** What the row's own request carries: JSON, parts, or nothing. */
export type Sent =
  | { readonly json: object }
  | { readonly parts: Readonly<Record<string, string | Buffer>> }
  | undefined;

/** One call of the client, and everything it must look like on the wire and afterwards. */
export interface Row<Client> {
  /** As the reference writes it: `POST /links/{id}/publish`. */
  readonly endpoint: string;
  /** The call; what it resolves with is compared with `gives`. */
  readonly call: (client: Client) => Promise<unknown>;
  readonly query?: Readonly<Record<string, string>>;
  readonly sends?: Sent | (() => Sent);
  readonly status: number;
  /** The answer's body on the wire: exactly these keys at the top. */
  readonly answers?: readonly string[];
  readonly gives?: unknown;
}

/** Makes the call and checks the exchange that the row is about, byte by byte where bytes are ours to choose. */
export async function check<Client>(row: Row<Client>, client: Client, proxy: RecordingProxy, base: string) {
  proxy.take();
  const given = await row.call(client);
  const exchanges = proxy.take();
  const own = exchanges.find((exchange) => endpointOf(exchange, base) === row.endpoint);
  if (own === undefined)
    throw new Error(`not among ${exchanges.map((exchange) => endpointOf(exchange, base)).join(', ')}`);
  const { headers, answer } = own;
  expect(answer?.status).toBe(row.status);
  expect(headers).toMatchObject({ 'x-api-key': 'mtk_sandbox_key', 'x-api-secret': 'mts_sandbox_secret' });
  if (row.query) expect(queryOf(own)).toMatchObject(row.query);
  await checkSent(own, typeof row.sends === 'function' ? row.sends() : row.sends);
  if (row.answers)
    expect(Object.keys(JSON.parse(answer!.body.toString()) as object).sort()).toEqual([...row.answers].sort());
  if ('gives' in row) expect(given).toEqual(row.gives);
}

async function checkSent(exchange: Exchange, sends: Sent): Promise<void> {
  const { headers, sent } = exchange;
  if (sends === undefined) {
    expect(sent.length).toBe(0);
    return;
  }
  expect(headers['content-length']).toBe(String(sent.length));
  if ('json' in sends) {
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(sent.toString())).toEqual(sends.json);
    return;
  }
  const received = { ...exchange, headers: { ...headers }, bytes: sent, body: '' };
  const parts = await partsOf(received);
  expect(Object.fromEntries(parts.map((part) => [part.name, 'value' in part ? part.value : part.bytes]))).toEqual(
    sends.parts,
  );
}

function queryOf({ url }: Exchange): Record<string, string> {
  return Object.fromEntries(new URL(url, 'http://proxy').searchParams);
}

const WORDS = new Set(
  'me identifications brands bank-accounts instances forms publish sections fields links pause resume archive webhooks events regenerate-secret deliveries redeliver active update stats transaction recent store toggle-status transactions export-transactions check webhook'.split(
    ' ',
  ),
);

/** `POST /api/ext/links/1f3a/publish?x` is `POST /links/{id}/publish`. */
function endpointOf({ method, url }: Exchange, base: string): string {
  const path = url.split('?', 1)[0]!.slice(base.length) || '/';
  const segments = path.split('/').map((segment) => (segment === '' || WORDS.has(segment) ? segment : '{id}'));
  return `${method} ${segments.join('/')}`;
}
