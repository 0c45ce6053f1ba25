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
  const answer = await fetch(`${sandbox.url}/_sandbox/files/${path}`);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

describe('files', () => {
  it('are named, measured and hashed in the state, without their bytes', async () => {
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

  it('take the place of former ones, by PUT and by POST with _method=PUT; an update without one keeps it', async () => {
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
    ['another kind under a PDF’s name', PNG, 'a.pdf'],
    ['a text', Buffer.from('registre'), 'a.txt'],
  ])('of %s are refused where a PDF belongs', async (_case, bytes, name) => {
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

  it('have room for 60 MB in all: what does not fit is refused with advice, and changes nothing', async () => {
    const { form, control, api } = await openKycShop();
    const large = Buffer.alloc(5 * 1024 * 1024);
    PDF.copy(large);
    const upload = { ...DOSSIER, identification_file: [large, 'a.pdf'] as [Buffer, string] };
    for (let nth = 0; nth < 12; nth += 1) expect((await form('POST', '/identifications', upload)).status).toBe(201);
    expect(await form('POST', '/identifications', upload)).toMatchObject({
      status: 422,
      body: { errors: { identification_file: [expect.stringMatching(/too many files, reset it/)] } },
    });
    expect((await api('GET', '/identifications')).body.meta.total).toBe(12);
    await control('POST', '/reset');
    expect((await form('POST', '/identifications', upload)).status).toBe(201);
  }, 30_000);
});

describe('beside the state file', () => {
  it('files are written once, kept over a restart, and gone when nothing needs them', async () => {
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

  it('a file that two records share stays until neither needs it', async () => {
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

  it('a state file that still holds its files itself loads, and lets go of them at the next change', async () => {
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
  ])('a file that %s stops the start, which says what to do and leaves all as it is', async (_case, damage) => {
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
