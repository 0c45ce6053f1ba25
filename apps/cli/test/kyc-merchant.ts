import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Merchant, createMerchant } from './terminal.ts';

export interface StoredFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
}

/** The records that an instance requires. */
export type Backing = Readonly<Record<'identification' | 'brand' | 'account', string>>;

/** A merchant with an empty account, and controls for MyTPE's reviews. */
export interface KycMerchant extends Merchant {
  /** Writes a file in the home directory. Returns its path. */
  readonly file: (name: string, content: string | Uint8Array) => string;
  readonly review: (kind: string, id: string, decision?: 'accept' | 'refuse', reason?: string) => Promise<void>;
  /** Returns all files that MyTPE stores. */
  readonly files: () => Promise<StoredFile[]>;
  /** Creates an identification. Returns its id. */
  readonly createIdentification: () => Promise<string>;
  /** Creates an accepted identification with its brand and a bank account. */
  readonly backing: () => Promise<Backing>;
}

export const PDF = '%PDF-1.7\nregistre de commerce\n%%EOF';
export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
export const RIB = '0079 9999 0001 2345 6789';
export const CREATE_IDENTIFICATION =
  'identifications create --name Boutique --establishment-type e1 --authorization-type a1'.split(' ');

export async function createKycMerchant(): Promise<KycMerchant> {
  const merchant = await createMerchant();
  await merchant.control('POST', '/seed', { scenario: 'empty' });
  const review: KycMerchant['review'] = async (kind, id, decision = 'accept', reason) => {
    await merchant.control('POST', `/reviews/${kind}/${id}`, { decision, reason });
  };
  const createIdentification = async (): Promise<string> =>
    (await merchant.mytpe(...CREATE_IDENTIFICATION, '--json')).json.id;
  return {
    ...merchant,
    file(name, content) {
      const path = join(merchant.home, name);
      writeFileSync(path, content);
      return path;
    },
    review,
    files: async () => ((await merchant.control('GET', '/state')) as { files: StoredFile[] }).files,
    createIdentification,
    async backing() {
      const identification = await createIdentification();
      const brand: string = (await merchant.mytpe('brands', 'list', '--json')).json.data[0].id;
      const add = ['bank-accounts', 'create', '--rib', RIB, '--identification', identification, '--json'];
      const account: string = (await merchant.mytpe(...add)).json.id;
      await review('identifications', identification);
      await review('brands', brand);
      await review('bank-accounts', account);
      return { identification, brand, account };
    },
  };
}
