import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Desk, openDesk } from './terminal.ts';

export interface StoredFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
}

/** What an instance stands on, as the options of the command that asks for one. */
export type Backing = Readonly<Record<'identification' | 'brand' | 'account', string>>;

/** A merchant who begins with nothing but credentials, and MyTPE's reviewers. */
export interface KycDesk extends Desk {
  /** Writes a file in the home directory and says where. */
  readonly file: (name: string, content: string | Uint8Array) => string;
  readonly review: (kind: string, id: string, decision?: 'accept' | 'refuse', reason?: string) => Promise<void>;
  /** Every file that MyTPE keeps. */
  readonly files: () => Promise<StoredFile[]>;
  /** Hands in a dossier; the id it got. */
  readonly dossier: () => Promise<string>;
  /** An accepted dossier, its brand and a bank account. */
  readonly backing: () => Promise<Backing>;
}

export const PDF = '%PDF-1.7\nregistre de commerce\n%%EOF';
export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
export const RIB = '0079 9999 0001 2345 6789';
export const DOSSIER = 'identifications create --name Boutique --establishment-type e1 --authorization-type a1'.split(
  ' ',
);

export async function openKycDesk(): Promise<KycDesk> {
  const desk = await openDesk();
  await desk.control('POST', '/seed', { scenario: 'empty' });
  const review: KycDesk['review'] = async (kind, id, decision = 'accept', reason) => {
    await desk.control('POST', `/reviews/${kind}/${id}`, { decision, reason });
  };
  const dossier = async (): Promise<string> => (await desk.mytpe(...DOSSIER, '--json')).json.id;
  return {
    ...desk,
    file(name, content) {
      const path = join(desk.home, name);
      writeFileSync(path, content);
      return path;
    },
    review,
    files: async () => ((await desk.control('GET', '/state')) as { files: StoredFile[] }).files,
    dossier,
    async backing() {
      const identification = await dossier();
      const brand: string = (await desk.mytpe('brands', 'list', '--json')).json.data[0].id;
      const add = ['bank-accounts', 'create', '--rib', RIB, '--identification', identification, '--json'];
      const account: string = (await desk.mytpe(...add)).json.id;
      await review('identifications', identification);
      await review('brands', brand);
      await review('bank-accounts', account);
      return { identification, brand, account };
    },
  };
}
