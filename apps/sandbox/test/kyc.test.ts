import { describe, expect, it } from 'vitest';

import { DOSSIER, JPG, PDF, PNG, RIB, openKycShop } from './kyc-shop.ts';

const TIME = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);

describe('identifications', () => {
  it('match the reference’s sample, key by key', async () => {
    const { form, api } = await openKycShop();
    const made = await form('POST', '/identifications', DOSSIER);
    expect(made.status).toBe(201);
    const { id } = made.body.data;
    const whole = {
      id,
      name: 'متجر الجزائر',
      establishment_type: { id: DOSSIER['establishment_type_id'], name: 'SARL', slug: 'sarl' },
      authorization_type: { id: DOSSIER['authorization_type_id'], name: 'Registre de commerce', slug: 'rc' },
      activity: { id: DOSSIER['activity_id'], name: 'Retail' },
      has_file: true,
      file_path: `identifications/${id}/identification_file.pdf`,
      status: 'pending',
      reason: null,
      created_at: TIME,
      updated_at: TIME,
    };
    expect(made.body).toEqual({ data: whole });
    expect((await api('GET', `/identifications/${id}`)).body).toEqual({ data: whole });
    const { data, links, meta } = (await api('GET', '/identifications')).body;
    expect(data).toEqual([whole]);
    expect(Object.keys(links)).toEqual(['first', 'last', 'prev', 'next']);
    expect(meta).toEqual({ current_page: 1, from: 1, to: 1, per_page: 15, last_page: 1, total: 1 });
  });

  it('are filtered, searched and sorted as documented', async () => {
    const { form, api, review } = await openKycShop();
    const a = (await form('POST', '/identifications', { ...DOSSIER, name: 'Alpha' })).body.data.id;
    await form('POST', '/identifications', { ...DOSSIER, name: 'Beta', establishment_type_id: 'e2' });
    await review('identifications', a);
    const names = async (query: string) =>
      (await api('GET', `/identifications?${query}`)).body.data.map(({ name }: { name: string }) => name);
    expect(await names('status=accepted')).toEqual(['Alpha']);
    expect(await names('establishment_type_id=e2')).toEqual(['Beta']);
    expect(await names('search=ALP')).toEqual(['Alpha']);
    expect(await names('sort_by=name&sort_dir=desc')).toEqual(['Beta', 'Alpha']);
    expect((await api('GET', '/identifications?status=maybe')).status).toBe(422);
  });

  it('are created with a brand of the same name, and return to review when they change', async () => {
    const { form, api, review } = await openKycShop();
    const { id } = (await form('POST', '/identifications', DOSSIER)).body.data;
    expect((await api('GET', '/brands')).body.data).toMatchObject([
      { name: 'متجر الجزائر', identification_id: id, status: 'pending', logo: null, file: null },
    ]);
    await review('identifications', id);
    const changed = await form('PUT', `/identifications/${id}`, { name: 'Autre nom' });
    const unchanged = { reason: null, has_file: true, created_at: TIME };
    expect(changed.body).toEqual({
      data: { id, name: 'Autre nom', status: 'pending', updated_at: TIME, ...unchanged },
    });
    const again = await form('POST', `/identifications/${id}`, { _method: 'PUT', name: 'Encore' });
    expect(again.body.data.name).toBe('Encore');
    expect((await form('POST', `/identifications/${id}`, { name: 'Sans' })).status).toBe(405);
    expect((await api('PUT', `/identifications/${id}`, { name: 'En JSON' })).body.data.name).toBe('En JSON');
  });

  it.each([
    [{ name: '' }, 'name', 'The name is required.'],
    [{ name: 'n'.repeat(256) }, 'name', 'The name must not be greater than 255 characters.'],
    [{ establishment_type_id: '' }, 'establishment_type_id', 'The establishment_type_id is required.'],
    [
      { identification_file: [PNG, 'a.pdf'] },
      'identification_file',
      'The identification_file must be a file of type: pdf.',
    ],
    [{ logo: [PNG, 'a.png'] }, 'logo', 'The logo is not a file that this request accepts.'],
  ] as [Record<string, string | [Buffer, string]>, string, string][])(
    'refuse %j with a field error',
    async (wrong, field, message) => {
      const { form, control } = await openKycShop();
      const response = await form('POST', '/identifications', { ...DOSSIER, ...wrong });
      expect(response.status).toBe(422);
      expect(response.body).toEqual({ message: 'The given data was invalid.', errors: { [field]: [message] } });
      expect((await control('GET', '/state')).body).toMatchObject({ identifications: [], files: [] });
    },
  );

  it('keep files of exactly 5 MB unchanged and refuse one byte more', async () => {
    const { form, sandbox } = await openKycShop();
    const limit = 5 * 1024 * 1024;
    const whole = Buffer.alloc(limit, 7);
    PDF.copy(whole);
    const { body } = await form('POST', '/identifications', { ...DOSSIER, identification_file: [whole, 'a.pdf'] });
    const file = await fetch(`${sandbox.url}/_sandbox/files/${body.data.file_path}`);
    expect(Buffer.from(await file.arrayBuffer()).equals(whole)).toBe(true);
    const more = Buffer.concat([whole, Buffer.from('x')]);
    const refused = await form('POST', '/identifications', { ...DOSSIER, identification_file: [more, 'a.pdf'] });
    expect(refused.body.errors).toEqual({
      identification_file: ['The identification_file must not be greater than 5120 kilobytes.'],
    });
  });

  it('cannot be deleted while another record uses them', async () => {
    const { form, api } = await openKycShop();
    const { id } = (await form('POST', '/identifications', DOSSIER)).body.data;
    expect((await api('DELETE', `/identifications/${id}`)).status).toBe(409);
    const brand = (await api('GET', '/brands')).body.data[0].id;
    expect((await api('DELETE', `/brands/${brand}`)).body).toEqual({ message: 'Brand deleted.' });
    expect((await api('DELETE', `/identifications/${id}`)).body).toEqual({ message: 'Identification deleted.' });
    const gone = await api('GET', `/identifications/${id}`);
    expect([gone.status, gone.body]).toEqual([
      404,
      { error: 'IDENTIFICATION_NOT_FOUND', message: 'Identification not found.' },
    ]);
  });
});

describe('brands and bank accounts', () => {
  it('are listed without their dossier, searched and sorted; filters accept any value', async () => {
    const { form, api, review } = await openKycShop();
    const identification_id = (await form('POST', '/identifications', { ...DOSSIER, name: 'B' })).body.data.id;
    const { id } = (await form('POST', '/brands', { name: 'A', identification_id })).body.data;
    await review('brands', id);
    const names = async (query: string) =>
      (await api('GET', `/brands?${query}`)).body.data.map(({ name }: { name: string }) => name);
    expect(await names('sort_by=name')).toEqual(['A', 'B']);
    expect(await names('sort_by=status&sort_dir=desc')).toEqual(['B', 'A']);
    expect(await names('search=a')).toEqual(['A']);
    expect(await names('status=accepted&identification_id=nobody')).toEqual(['A', 'B']);
    for (const account_number of [RIB, '1'.repeat(20)]) {
      await api('POST', '/bank-accounts', { account_number, identification_id });
    }
    const accounts = (await api('GET', '/bank-accounts?search=0079&sort_by=account_number')).body.data;
    expect(accounts).toMatchObject([{ account_number: RIB }]);
    expect(accounts[0]).not.toHaveProperty('identification');
    const read = (await api('GET', `/bank-accounts/${accounts[0].id}`)).body.data;
    expect(read.identification).toEqual({ id: identification_id, name: 'B' });
    expect((await api('GET', '/bank-accounts?sort_by=bank')).status).toBe(422);
  });

  it.each([
    [{ name: '' }, 'name', 'The name is required.'],
    [{ identification_id: 'nobody' }, 'identification_id', 'No identification has this id.'],
    [{ logo: [PDF, 'l.png'] }, 'logo', 'The logo must be a file of type: jpg, png.'],
    [{ file: [Buffer.from('x'), 'd'] }, 'file', 'The file must be a file of type: jpg, png, pdf.'],
  ] as [Record<string, string | [Buffer, string]>, string, string][])(
    'refuses a brand with %j, with a field error',
    async (wrong, field, message) => {
      const { form, api } = await openKycShop();
      const identification_id = (await form('POST', '/identifications', DOSSIER)).body.data.id;
      const { status, body } = await form('POST', '/brands', { name: 'M', identification_id, ...wrong });
      expect([status, body.errors]).toEqual([422, { [field]: [message] }]);
      expect((await api('GET', '/brands')).body.meta.total).toBe(1);
    },
  );

  it('match the reference’s samples; a logo is public, a document is not', async () => {
    const { form, api, sandbox } = await openKycShop();
    const dossier = (await form('POST', '/identifications', DOSSIER)).body.data.id;
    const parts: Record<string, string | [Buffer, string]> = {
      name: 'Ma marque',
      identification_id: dossier,
      logo: [PNG, 'l.png'],
      file: [JPG, 'd.jpg'],
    };
    const { status, body } = await form('POST', '/brands', parts);
    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: body.data.id,
      name: 'Ma marque',
      logo: `${sandbox.url}/storage/brands/${body.data.id}/logo.png`,
      file: `brands/${body.data.id}/file.jpg`,
      status: 'pending',
      reason: null,
      identification_id: dossier,
      created_at: TIME,
      updated_at: TIME,
    });
    const logo = await fetch(body.data.logo);
    expect([logo.headers.get('content-type'), Buffer.from(await logo.arrayBuffer())]).toEqual(['image/png', PNG]);
    expect((await fetch(`${sandbox.url}/storage/${body.data.file}`)).status).toBe(404);
    const read = (await api('GET', `/brands/${body.data.id}`)).body.data;
    expect(read.identification).toEqual({ id: dossier, name: 'متجر الجزائر' });
  });

  it('a bank account has a RIB and a bank', async () => {
    const { form, api } = await openKycShop();
    const identification_id = (await form('POST', '/identifications', DOSSIER)).body.data.id;
    const { status, body } = await api('POST', '/bank-accounts', { account_number: RIB, identification_id });
    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: body.data.id,
      account_number: RIB,
      bank_code: '007',
      status: 'pending',
      reason: null,
      identification_id,
      created_at: TIME,
      updated_at: TIME,
    });
    const wrong = await api('POST', '/bank-accounts', { account_number: '123', identification_id: 'nobody' });
    expect(wrong.body.errors).toEqual({
      account_number: ['The account_number must be a RIB: exactly 20 digits, as text.'],
    });
    const { id } = body.data;
    expect((await api('PUT', `/bank-accounts/${id}`, { account_number: '1'.repeat(20) })).body.data.bank_code).toBe(
      '111',
    );
    expect((await api('DELETE', `/bank-accounts/${id}`)).body).toEqual({ message: 'Bank account deleted.' });
  });
});
