import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { onTestFinished } from 'vitest';

type Fields = Record<string, unknown>;

/** MyTPE's onboarding as its reference prints it, in memory: reviews are decided by the test. */
export interface OnboardingServer {
  readonly env: Record<string, string>;
  /** Every write, with the fields and the files (name, size) it carried. */
  readonly writes: { readonly call: string; readonly fields: Fields }[];
  /** Decides a review, or changes anything else of a record. */
  decide(kind: string, changes: Fields): void;
  /** What the next write gets instead of an effect. */
  refuse(status: number, body: object): void;
  readonly records: Record<string, (Fields & { id: string })[]>;
}

export async function startOnboarding(): Promise<OnboardingServer> {
  const records: OnboardingServer['records'] = {
    identifications: [],
    brands: [],
    'bank-accounts': [],
    instances: [],
    links: [],
    forms: [],
  };
  const writes: { call: string; fields: Fields }[] = [];
  const refusals: { status: number; body: object }[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const [kind = '', id, part, partId] = request.url!.replace(/\?.*$/, '').split('/').slice(3);
    const fields = await readFields(request);
    const isWrite = request.method !== 'GET';
    if (isWrite) writes.push({ call: `${request.method} ${kind}`, fields });
    const refusal = isWrite ? refusals.shift() : undefined;
    const form = kind === 'forms' && part !== undefined ? records['forms']!.find((one) => one.id === id) : undefined;
    const [status, body] = refusal
      ? [refusal.status, refusal.body]
      : form
        ? formEffect(form, request.method!, [part!, partId], fields)
        : effect(records, request.method!, kind, id, fields);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      MYTPE_BASE_URL: `http://127.0.0.1:${port}/api/ext`,
      MYTPE_API_KEY: 'k',
      MYTPE_API_SECRET: 's',
      HOME: '/nowhere',
    },
    writes,
    decide: (kind, changes) => void Object.assign(records[kind]![0]!, changes),
    refuse: (status, body) => void refusals.push({ status, body }),
    records,
  };
}

function effect(
  records: OnboardingServer['records'],
  method: string,
  kind: string,
  id: string | undefined,
  fields: Fields,
): [number, object] {
  if (kind === 'me') return [200, { data: { id: 'trader-1', name: 'Boutique' } }];
  const all = records[kind] ?? [];
  const record = all.find((one) => one.id === id);
  if (id !== undefined && record === undefined) return [404, { error: 'NOT_FOUND', message: 'Not found.' }];
  if (method === 'GET' && record === undefined) {
    return [200, { data: all, meta: { current_page: 1, per_page: 50, last_page: 1, total: all.length } }];
  }
  if (method === 'DELETE') records[kind] = all.filter((one) => one !== record);
  if (method === 'PUT' || method === 'PATCH') Object.assign(record!, fields);
  if (method !== 'POST') return [200, { data: record }];
  if (kind === 'instances') return [201, { data: FEE }];
  const made = { status: kind === 'forms' ? 'draft' : 'pending', reason: null, ...fields, id: `${kind}-1` };
  all.push(made);
  return [201, { data: made }];
}

/** Publishing, and the sections and fields of a form. */
function formEffect(
  form: Fields,
  method: string,
  [part, id]: readonly [string, string | undefined],
  fields: Fields,
): [number, object] {
  if (part === 'publish') return [200, { data: Object.assign(form, { status: 'published' }) }];
  const parts = (form[part] ?? []) as (Fields & { id: string })[];
  form[part] = method === 'DELETE' ? parts.filter((one) => one.id !== id) : parts;
  if (method === 'PATCH')
    Object.assign(
      parts.find((one) => one.id === id)!,
      fields,
    );
  if (method !== 'POST') return [200, { data: form }];
  parts.push({ ...fields, id: `${part}-${parts.length + 1}` });
  return [201, { data: parts.at(-1)! }];
}

const FEE = {
  transaction_id: 't-1',
  status: 'processing',
  payment_method: 'online',
  amount: '3000.00',
  currency: 'DZD',
  form_url: 'https://gateway.example/pay/abc?x=1',
};

async function readFields(request: IncomingMessage): Promise<Fields> {
  const bytes = await buffer(request);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return {};
  if (!type.startsWith('multipart/')) return JSON.parse(String(bytes)) as Fields;
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const shown = [...form].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : `${value.name} ${value.size}`,
  ]);
  return Object.fromEntries(shown);
}
