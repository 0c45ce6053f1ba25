import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { StateFileError, startSandbox } from '../src/index.ts';
import { DOSSIER, type KycShop, PDF, PNG, openKycShop } from './kyc-shop.ts';
import { openShop } from './shop.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function stateFileIn(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'state.json');
}

async function documentAt({ sandbox }: Pick<KycShop, 'sandbox'>, path: string): Promise<Buffer> {
  const response = await fetch(`${sandbox.url}/_sandbox/files/${path}`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

describe('files', () => {
  it('are listed in the state with name, size and hash, without their bytes', async () => {
    const { form, control } = await openKycShop();
    const { id } = (await form('POST', '/identifications', DOSSIER)).body.data;
    expect((await control('GET', '/state')).body.files).toEqual([
      {
        path: `identifications/${id}/identification_file.pdf`,
        name: 'السجل.pdf',
        type: 'application/pdf',
        size: PDF.length,
        sha256: sha256(PDF),
        is_public: false,
      },
    ]);
  });

  it('are replaced by PUT and by POST with _method=PUT, and kept by an update without a file', async () => {
    const shop = await openKycShop();
    const { id, file_path } = (await shop.form('POST', '/identifications', DOSSIER)).body.data;
    const second = Buffer.concat([PDF, Buffer.from('second')]);
    await shop.form('PUT', `/identifications/${id}`, { identification_file: [second, 'b.pdf'] });
    expect(await documentAt(shop, file_path)).toEqual(second);
    const third = Buffer.concat([PDF, Buffer.from('third')]);
    await shop.form('POST', `/identifications/${id}`, { _method: 'PUT', identification_file: [third, 'c.pdf'] });
    await shop.api('PUT', `/identifications/${id}`, { name: 'Sans fichier' });
    expect(await documentAt(shop, file_path)).toEqual(third);
    expect((await shop.control('GET', '/state')).body.files).toHaveLength(1);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'a.pdf'],
    ['another kind and a PDF’s name', PNG, 'a.pdf'],
    ['a text', Buffer.from('registre'), 'a.txt'],
  ])('with %s are refused for a PDF field', async (_case, bytes, name) => {
    const { form } = await openKycShop();
    const { status, body } = await form('POST', '/identifications', { ...DOSSIER, identification_file: [bytes, name] });
    const message = 'The identification_file must be a file of type: pdf.';
    expect([status, body.errors]).toEqual([422, { identification_file: [message] }]);
  });

  it('cannot be text, in a form or in JSON', async () => {
    const { form, api } = await openKycShop();
    const { identification_file: _file, ...fields } = DOSSIER;
    const wrong = { ...fields, identification_file: 'registre.pdf' };
    const errors = { identification_file: [expect.stringMatching(/must be a file: a part of a multipart form/)] };
    expect(await form('POST', '/identifications', wrong)).toMatchObject({ status: 422, body: { errors } });
    expect(await api('POST', '/identifications', wrong)).toMatchObject({ status: 422, body: { errors } });
    expect(await api('POST', '/identifications', { ...fields, identification_file: null })).toMatchObject({
      status: 201,
      body: { data: { has_file: false, file_path: null } },
    });
  });

  it('have a total limit of 60 MB; a file over it is refused with advice and changes nothing', async () => {
    const { form, control, api } = await openKycShop();
    const large = Buffer.alloc(5 * 1024 * 1024);
    PDF.copy(large);
    const upload = { ...DOSSIER, identification_file: [large, 'a.pdf'] as [Buffer, string] };
    for (let nth = 0; nth < 12; nth += 1) expect((await form('POST', '/identifications', upload)).status).toBe(201);
    expect(await form('POST', '/identifications', upload)).toMatchObject({
      status: 422,
      body: { errors: { identification_file: [expect.stringMatching(/file storage is full, reset the sandbox/)] } },
    });
    expect((await api('GET', '/identifications')).body.meta.total).toBe(12);
    await control('POST', '/reset');
    expect((await form('POST', '/identifications', upload)).status).toBe(201);
  }, 30_000);
});

describe('next to the state file', () => {
  it('writes files once, keeps them across a restart, and removes unused files', async () => {
    const stateFile = await stateFileIn();
    const first = await openKycShop({ stateFile });
    const { id, file_path } = (await first.form('POST', '/identifications', DOSSIER)).body.data;
    expect(await readdir(`${stateFile}.files`)).toEqual([sha256(PDF)]);
    expect(await readFile(stateFile, 'utf8')).not.toContain(PDF.toString('base64'));
    await first.sandbox.close();

    const second = await openShop({ stateFile });
    expect(await documentAt(second, file_path)).toEqual(PDF);
    const [brand] = (await second.api('GET', '/brands')).body.data;
    await second.api('DELETE', `/brands/${brand.id}`);
    expect((await second.api('DELETE', `/identifications/${id}`)).status).toBe(200);
    expect(await readdir(`${stateFile}.files`)).toEqual([]);
  });

  it('keeps a file of two records until neither uses it', async () => {
    const stateFile = await stateFileIn();
    const { form, api } = await openKycShop({ stateFile });
    const ids: string[] = [];
    for (const name of ['A', 'B'])
      ids.push((await form('POST', '/identifications', { ...DOSSIER, name })).body.data.id);
    for (const { id } of (await api('GET', '/brands')).body.data) await api('DELETE', `/brands/${id}`);
    await api('DELETE', `/identifications/${ids[0]}`);
    expect(await readdir(`${stateFile}.files`)).toEqual([sha256(PDF)]);
    await api('DELETE', `/identifications/${ids[1]}`);
    expect(await readdir(`${stateFile}.files`)).toEqual([]);
  });

  it('loads an older state file that contains its files, and moves them out at the next change', async () => {
    const stateFile = await stateFileIn();
    const first = await openKycShop({ stateFile });
    const { file_path } = (await first.form('POST', '/identifications', DOSSIER)).body.data;
    await first.sandbox.close();
    const saved = JSON.parse(await readFile(stateFile, 'utf8')) as { files: object[] };
    const files = saved.files.map((file) => ({ ...file, base64: PDF.toString('base64') }));
    await writeFile(stateFile, JSON.stringify({ ...saved, files }));
    await rm(`${stateFile}.files`, { recursive: true });

    const second = await openShop({ stateFile });
    expect(await documentAt(second, file_path)).toEqual(PDF);
    await second.api('POST', '/forms', { name: 'F' });
    await second.sandbox.close();
    expect(await readFile(stateFile, 'utf8')).not.toContain('base64');
    expect(await documentAt(await openShop({ stateFile }), file_path)).toEqual(PDF);
  });

  it.each([
    ['is lost', (path: string) => rm(path)],
    ['was changed', (path: string) => writeFile(path, 'something else')],
  ])('does not start when a file %s, prints the fix and changes nothing', async (_case, damage) => {
    const stateFile = await stateFileIn();
    const first = await openKycShop({ stateFile });
    const { file_path } = (await first.form('POST', '/identifications', DOSSIER)).body.data;
    await first.sandbox.close();
    const before = await readFile(stateFile, 'utf8');
    await damage(join(`${stateFile}.files`, sha256(PDF)));
    const error = await startSandbox({ port: 0, stateFile }).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(StateFileError);
    expect((error as Error).message).toContain(file_path);
    expect((error as Error).message).toContain('Put the folder back');
    expect(await readFile(stateFile, 'utf8')).toBe(before);
  });
});
