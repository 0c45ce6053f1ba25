import { describe, expect, it } from 'vitest';

import { openShop } from './shop.ts';

const WILAYA = {
  input_name: 'wilaya',
  label: 'Wilaya',
  data_type: 'select',
  is_required: true,
  options: [
    { value: '16', label: 'Alger' },
    { value: '31', label: 'Oran' },
  ],
};

describe('forms', () => {
  it('are created as documented, published, and shown on the pay page', async () => {
    const { api, published, page } = await openShop();
    const made = await api('POST', '/forms', { name: 'Checkout details', industry: 'ecommerce' });
    expect(made.status).toBe(201);
    const { id } = made.body.data;
    expect(made.body.data).toEqual({ id, name: 'Checkout details', status: 'draft', sections: [], fields: [] });
    const section = await api('POST', `/forms/${id}/sections`, { title: 'Livraison', position: 1 });
    expect([section.status, section.body.data]).toEqual([
      201,
      { id: expect.any(String), form_id: id, title: 'Livraison', description: null, position: 1 },
    ]);
    const field = await api('POST', `/forms/${id}/fields`, { ...WILAYA, section_id: section.body.data.id });
    expect(field.body.data).toMatchObject(WILAYA);
    expect((await api('GET', `/forms/${id}`)).body.data).toEqual({
      id,
      trader_id: expect.any(String),
      name: 'Checkout details',
      description: null,
      industry: 'ecommerce',
      status: 'draft',
      is_template: false,
      template_id: null,
      meta: {},
      sections: [section.body.data],
      fields: [field.body.data],
    });
    expect((await api('POST', `/forms/${id}/publish`)).body.data.status).toBe('published');
    expect((await api('POST', `/forms/${id}/publish`)).status).toBe(409);
    const { slug } = await published({ form_id: id });
    expect((await page(slug)).text).toContain('Wilaya');
    expect((await api('PATCH', `/forms/${id}/fields/${field.body.data.id}`, { label: 'Ville' })).status).toBe(409);
    expect((await api('DELETE', `/forms/${id}`)).status).toBe(409);
  });

  it('are changed one part at a time', async () => {
    const { api } = await openShop();
    const { id } = (await api('POST', '/forms', { name: 'F' })).body.data;
    const section = (await api('POST', `/forms/${id}/sections`, { title: 'S' })).body.data;
    const field = (await api('POST', `/forms/${id}/fields`, { ...WILAYA, section_id: section.id })).body.data;
    expect((await api('PATCH', `/forms/${id}`, { name: 'G', description: 'D' })).body.data).toMatchObject({
      name: 'G',
      description: 'D',
    });
    expect((await api('PATCH', `/forms/${id}/sections/${section.id}`, { title: 'T' })).body.data.title).toBe('T');
    const changed = await api('PATCH', `/forms/${id}/fields/${field.id}`, { is_required: false });
    expect(changed.body.data).toEqual({ ...field, is_required: false });
    expect((await api('DELETE', `/forms/${id}/sections/${section.id}`)).status).toBe(200);
    expect((await api('GET', `/forms/${id}`)).body.data.fields[0].section_id).toBeNull();
    expect((await api('DELETE', `/forms/${id}/fields/${field.id}`)).status).toBe(200);
    expect((await api('DELETE', `/forms/${id}/fields/${field.id}`)).status).toBe(404);
    expect((await api('DELETE', `/forms/${id}`)).body).toEqual({ message: 'Form deleted.' });
    expect((await api('GET', `/forms/${id}`)).body.error).toBe('FORM_NOT_FOUND');
  });

  it('can be changed again after their link is exhausted', async () => {
    const { api, control, published, time } = await openShop();
    const { id } = (await api('POST', '/forms', { name: 'F' })).body.data;
    await api('POST', `/forms/${id}/publish`);
    await published({ form_id: id, expires_at: new Date(time.now.getTime() + 60_000).toISOString() });
    expect((await api('POST', `/forms/${id}/fields`, WILAYA)).status).toBe(409);
    await control('PUT', '/clock', { advance_ms: 60_000 });
    expect((await api('POST', `/forms/${id}/fields`, WILAYA)).status).toBe(201);
  });

  it('are listed without their parts, filtered by status, name and search', async () => {
    const { api } = await openShop();
    await api('POST', '/forms', { name: 'Atelier' });
    const list = async (query: string) => (await api('GET', `/forms?${query}`)).body.data;
    const names = async (query: string) => (await list(query)).map(({ name }: { name: string }) => name);
    expect(await names('status=published')).toEqual(['Checkout details']);
    expect(await names('search=ATEL')).toEqual(['Atelier']);
    expect(await names('sort_by=name')).toEqual(['Atelier', 'Checkout details', 'Unfinished form']);
    expect(Object.keys((await list('search=atelier'))[0]).sort()).toEqual(
      ['description', 'id', 'industry', 'is_template', 'meta', 'name', 'status', 'template_id', 'trader_id'].sort(),
    );
    expect((await api('GET', '/forms?status=gone')).status).toBe(422);
  });

  it.each([
    [{ options: [] }, 'options', 'The options is required when data_type is select.'],
    [{ input_name: 'Ma Wilaya' }, 'input_name', /lower-case/],
    [{ label: '' }, 'label', 'The label is required.'],
    [{ section_id: 'nobody' }, 'section_id', 'This form has no section of this id.'],
    [{ is_required: 'perhaps' }, 'is_required', 'The is_required must be true or false.'],
  ])('refuse a field with %j', async (wrong, name, message) => {
    const { api } = await openShop();
    const { id } = (await api('POST', '/forms', { name: 'F' })).body.data;
    const { status, body } = await api('POST', `/forms/${id}/fields`, { ...WILAYA, ...wrong });
    expect(status).toBe(422);
    expect(body.errors).toEqual({ [name]: [expect.stringMatching(message)] });
    expect((await api('GET', `/forms/${id}`)).body.data.fields).toEqual([]);
  });

  it('refuse a second field with the same name', async () => {
    const { api } = await openShop();
    const { id } = (await api('POST', '/forms', { name: 'F' })).body.data;
    await api('POST', `/forms/${id}/fields`, WILAYA);
    expect((await api('POST', `/forms/${id}/fields`, WILAYA)).body.errors).toEqual({
      input_name: ['Another field of this form has this input_name.'],
    });
  });
});
