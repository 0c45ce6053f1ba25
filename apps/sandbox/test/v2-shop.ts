import { SEEDED_V2_IDS, type SandboxOptions } from '../src/index.ts';
import { type ApiResponse, CREDENTIALS, type Shop, openShop, send } from './shop.ts';

/** A form: texts, and files with a type and a name. */
export type Parts = Readonly<Record<string, string | { bytes: Uint8Array; type: string; name: string }>>;

/** The create request of the reference’s limited sample, with a seeded instance and no logo. */
export const OFFER = {
  mytpe_pay_id: SEEDED_V2_IDS.activeInstance,
  title: 'Limited Offer Product',
  details: 'A limited edition',
  type: 'dynamic',
  amount: '5000.00',
  slug: 'limited-offer',
  payment_mode: 'limited',
  max_payments: '50',
  'metadata[internal_id]': 'PROD_123',
} satisfies Parts;

/** A v2 merchant with a separate sandbox, which is used through HTTP only. */
export interface V2Shop extends Shop {
  readonly v2: (method: string, path: string, body?: unknown) => Promise<ApiResponse>;
  /** Sends a multipart form. */
  readonly form: (path: string, parts: Parts) => Promise<ApiResponse>;
  /** Creates a link from the sample, changed by `parts`, with a unique slug. `undefined` removes a field. */
  readonly stored: (parts?: Readonly<Record<string, string | undefined>>) => Promise<{ id: string; slug: string }>;
  readonly details: (id: string) => Promise<ApiResponse['body']>;
  readonly pay: (id: string, payment?: object) => Promise<ApiResponse>;
}

export async function openV2Shop(options: SandboxOptions = {}): Promise<V2Shop> {
  const shop = await openShop(options);
  const { v2BaseUrl } = shop.sandbox;
  let made = 0;
  const v2: V2Shop['v2'] = (method, path, body) => send(v2BaseUrl + path, method, body, CREDENTIALS);
  const form: V2Shop['form'] = async (path, parts) => {
    const response = await fetch(v2BaseUrl + path, { method: 'POST', headers: CREDENTIALS, body: asForm(parts) });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    ...shop,
    v2,
    form,
    async stored(parts = {}) {
      made += 1;
      const wanted = Object.entries({ ...OFFER, slug: `offer-${made}`, ...parts }).filter(
        ([, value]) => value !== undefined,
      );
      const { status, body } = await form('/links/store', Object.fromEntries(wanted) as Parts);
      if (status !== 201) throw new Error(`No link: ${JSON.stringify(body)}`);
      return body.data;
    },
    details: async (id) => (await v2('GET', `/links/${id}`)).body.data,
    pay: (id, payment = {}) => shop.control('POST', `/links/${id}/pay`, payment),
  };
}

function asForm(parts: Parts): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([Uint8Array.from(value.bytes)], { type: value.type }), value.name);
  }
  return form;
}

/** A real PNG of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
