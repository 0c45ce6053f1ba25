import { expect } from 'vitest';

import { partsOf } from '../received-parts.ts';
import type { Exchange, RecordingProxy } from './recording-proxy.ts';

/** The body of the row's request: JSON, parts or nothing. */
export type Sent =
  | { readonly json: object }
  | { readonly parts: Readonly<Record<string, string | Buffer>> }
  | undefined;

/** One call of the client, with its expected request, response and result. */
export interface Row<Client> {
  /** The endpoint as in the reference: `POST /links/{id}/publish`. */
  readonly endpoint: string;
  /** The call. Its result must equal `result`. */
  readonly call: (client: Client) => Promise<unknown>;
  readonly query?: Readonly<Record<string, string>>;
  readonly sends?: Sent | (() => Sent);
  readonly status: number;
  /** The exact top-level keys of the response body. */
  readonly responseKeys?: readonly string[];
  readonly result?: unknown;
}

/** Makes the call and checks the exchange of the row, byte by byte where the client chooses the bytes. */
export async function check<Client>(row: Row<Client>, client: Client, proxy: RecordingProxy, base: string) {
  proxy.take();
  const given = await row.call(client);
  const exchanges = proxy.take();
  const own = exchanges.find((exchange) => endpointOf(exchange, base) === row.endpoint);
  if (own === undefined)
    throw new Error(`the endpoint is not among ${exchanges.map((exchange) => endpointOf(exchange, base)).join(', ')}`);
  const { headers, response } = own;
  expect(response?.status).toBe(row.status);
  expect(headers).toMatchObject({ 'x-api-key': 'mtk_sandbox_key', 'x-api-secret': 'mts_sandbox_secret' });
  if (row.query) expect(queryOf(own)).toMatchObject(row.query);
  await checkSent(own, typeof row.sends === 'function' ? row.sends() : row.sends);
  if (row.responseKeys)
    expect(Object.keys(JSON.parse(response!.body.toString()) as object).sort()).toEqual([...row.responseKeys].sort());
  if ('result' in row) expect(given).toEqual(row.result);
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

const PATH_WORDS = new Set(
  'me identifications brands bank-accounts instances forms publish sections fields links pause resume archive webhooks events regenerate-secret deliveries redeliver active update stats transaction recent store toggle-status transactions export-transactions check webhook'.split(
    ' ',
  ),
);

/** Returns the endpoint of a request: `POST /api/ext/links/1f3a/publish?x` → `POST /links/{id}/publish`. */
function endpointOf({ method, url }: Exchange, base: string): string {
  const path = url.split('?', 1)[0]!.slice(base.length) || '/';
  const segments = path.split('/').map((segment) => (segment === '' || PATH_WORDS.has(segment) ? segment : '{id}'));
  return `${method} ${segments.join('/')}`;
}
