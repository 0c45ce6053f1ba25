import { type ApiResponse, CREDENTIALS, type Shop, openShop } from './shop.ts';
import type { SandboxOptions } from '../src/index.ts';

/** The smallest files that are recognised as their kinds by the first bytes. */
export const PDF = Buffer.from('%PDF-1.7\nregistre de commerce\n%%EOF');
export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
export const JPG = Buffer.from('ffd8ffe000104a464946', 'hex');
export const GIF = Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1');
export const WEBP = Buffer.from('RIFF\x04\x00\x00\x00WEBPVP8 ', 'latin1');

export interface KycShop extends Shop {
  /** Sends a multipart form with texts and with files as `[bytes, name]`. */
  readonly form: (
    method: string,
    path: string,
    parts: Record<string, string | [Buffer, string]>,
  ) => Promise<ApiResponse>;
  readonly review: (kind: string, id: string, decision?: 'accept' | 'refuse', reason?: string) => Promise<ApiResponse>;
  /** Creates the accepted records that an instance needs: a dossier, its brand and a bank account. */
  readonly backing: () => Promise<{ identification_id: string; brand_id: string; bank_account_id: string }>;
}

/** A merchant who starts with credentials only. */
export async function openKycShop(options: SandboxOptions = {}): Promise<KycShop> {
  const shop = await openShop(options);
  await shop.control('POST', '/seed', { scenario: 'empty' });
  const form: KycShop['form'] = async (method, path, parts) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(parts)) {
      if (typeof value === 'string') body.append(name, value);
      else body.append(name, new Blob([Uint8Array.from(value[0])]), value[1]);
    }
    const response = await fetch(shop.sandbox.apiBaseUrl + path, { method, body, headers: CREDENTIALS });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  };
  const review: KycShop['review'] = (kind, id, decision = 'accept', reason) =>
    shop.control('POST', `/reviews/${kind}/${id}`, { decision, reason });
  return {
    ...shop,
    form,
    review,
    async backing() {
      const { body } = await form('POST', '/identifications', DOSSIER);
      const identification_id: string = body.data.id;
      const brands = (await shop.api('GET', '/brands')).body.data as { id: string; identification_id: string }[];
      const brand_id = brands.find((brand) => brand.identification_id === identification_id)!.id;
      const account = await shop.api('POST', '/bank-accounts', { account_number: RIB, identification_id });
      const bank_account_id: string = account.body.data.id;
      await review('identifications', identification_id);
      await review('brands', brand_id);
      await review('bank-accounts', bank_account_id);
      return { identification_id, brand_id, bank_account_id };
    },
  };
}

export const RIB = '00799999000123456789';
export const DOSSIER: Record<string, string | [Buffer, string]> = {
  name: 'متجر الجزائر',
  establishment_type_id: '2f1c0000-0000-4000-8000-000000000001',
  authorization_type_id: '7a9d0000-0000-4000-8000-000000000001',
  activity_id: 'c4e20000-0000-4000-8000-000000000001',
  identification_file: [PDF, 'السجل.pdf'],
};
