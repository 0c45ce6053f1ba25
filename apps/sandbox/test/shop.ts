import { onTestFinished } from 'vitest';

import {
  SANDBOX_KEY,
  SANDBOX_SECRET,
  SEEDED_IDS,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../src/index.ts';

export const CREDENTIALS = { 'x-api-key': SANDBOX_KEY, 'x-api-secret': SANDBOX_SECRET };

/** The create request from the reference, with a seeded instance. */
export const ORDER = {
  payment_instance_id: SEEDED_IDS.readyInstance,
  title: 'Order #10428',
  amount_mode: 'fixed',
  amount: 4500,
  currency: 'DZD',
  usage_mode: 'one_shot',
};

export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  // Tests read JSON without the types of the code that wrote it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** A merchant with a separate sandbox, which is used through HTTP only. */
export interface Shop {
  readonly sandbox: Sandbox;
  /** The sandbox’s time. */
  readonly time: { now: Date };
  readonly api: (method: string, path: string, body?: unknown) => Promise<ApiResponse>;
  readonly control: (method: string, path: string, body?: unknown) => Promise<ApiResponse>;
  /** Creates a draft. `terms` override the documented order, and `undefined` removes a field. */
  readonly draft: (terms?: object) => Promise<{ id: string; slug: string }>;
  readonly published: (terms?: object) => Promise<{ id: string; slug: string }>;
  readonly status: (id: string) => Promise<string>;
  /** Requests the link’s page as a browser does. */
  readonly page: (
    slug: string,
    form?: Record<string, string>,
    query?: string,
  ) => Promise<{ status: number; url: string; text: string }>;
}

/** Opens a shop that closes with the test. */
export async function openShop(options: SandboxOptions = {}): Promise<Shop> {
  const time = { now: new Date('2026-06-09T12:00:00Z') };
  const sandbox = await startSandbox({ port: 0, clock: () => time.now, ...options });
  onTestFinished(() => sandbox.close());
  const api: Shop['api'] = (method, path, body) => send(sandbox.apiBaseUrl + path, method, body, CREDENTIALS);
  const control: Shop['control'] = (method, path, body) => send(`${sandbox.url}/_sandbox${path}`, method, body);
  const draft = async (terms: object = {}): Promise<{ id: string; slug: string }> => {
    const { status, body } = await api('POST', '/links', { ...ORDER, ...terms });
    if (status !== 201) throw new Error(`No draft: ${JSON.stringify(body)}`);
    return body.data;
  };
  return {
    sandbox,
    time,
    api,
    control,
    draft,
    async published(terms) {
      const link = await draft(terms);
      const { status, body } = await api('POST', `/links/${link.id}/publish`);
      if (status !== 200) throw new Error(`Not published: ${JSON.stringify(body)}`);
      return link;
    },
    status: async (id) => (await api('GET', `/links/${id}`)).body.data.status,
    async page(slug, form, query = '?lang=en') {
      const init = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
      const response = await fetch(`${sandbox.payBaseUrl}/${slug}${query}`, init);
      return { status: response.status, url: response.url, text: await response.text() };
    },
  };
}

/** Sends JSON (a string unchanged) and reads JSON or an empty body. */
export async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiResponse> {
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const type = payload === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, {
    method,
    headers: { accept: 'application/json', ...type, ...headers },
    body: payload ?? null,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}
