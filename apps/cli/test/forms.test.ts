import { expect, it } from 'vitest';

import { type KycMerchant, createKycMerchant } from './kyc-merchant.ts';

/** Creates a draft form. Returns it with the field that the tests add to it. */
async function draftOf({ mytpe }: KycMerchant) {
  const form: string = (await mytpe('forms', 'create', '--name', 'Checkout', '--json')).json.id;
  const question = ['--name', 'wilaya', '--label', 'Wilaya', '--type', 'select'];
  return { form, question: ['forms', 'fields', 'add', form, ...question] };
}

it('a form is created, gets fields, and is published', async () => {
  const { mytpe } = await createKycMerchant();
  const made = await mytpe('forms', 'create', '--name', 'Checkout', '--industry', 'ecommerce');
  expect([made.code, made.err]).toEqual([0, expect.stringMatching(/mytpe forms publish \S+\n/)]);
  const form = /mytpe forms publish (\S+)/.exec(made.err)![1]!;
  const [, typed] = /Next, add a field: mytpe (.+)/.exec(made.err)!;
  const added = await mytpe(...typed!.replace('"Full name"', 'Name').split(' '));
  expect([added.code, added.err]).toEqual([0, expect.stringContaining(`mytpe forms publish ${form}`)]);
  const section = (await mytpe('forms', 'sections', 'add', form, '--title', 'Delivery', '--json')).json;
  expect(section.title).toBe('Delivery');
  const choices = ['--choice', '16=Alger', '--choice', '31=Oran', '--required', 'yes', '--section', section.id];
  const question = ['--name', 'wilaya', '--label', 'Wilaya', '--type', 'select', ...choices];
  const field = (await mytpe('forms', 'fields', 'add', form, ...question, '--json')).json;
  expect(field).toMatchObject({
    input_name: 'wilaya',
    label: 'Wilaya',
    data_type: 'select',
    is_required: true,
    section_id: section.id,
    options: [
      { value: '16', label: 'Alger' },
      { value: '31', label: 'Oran' },
    ],
  });
  const { out } = await mytpe('forms', 'show', form);
  expect(out).toMatch(
    new RegExp(`draft[^]+${section.id}\\s+Delivery[^]+${field.id}\\s+wilaya\\s+Wilaya\\s+select\\s+yes`),
  );
  expect((await mytpe('forms', 'publish', form, '--json')).json.status).toBe('published');
  expect((await mytpe('forms', 'list', '--json')).json.data).toMatchObject([{ id: form, status: 'published' }]);
});

it('sections and fields are updated, and removed after confirmation', async () => {
  const merchant = await createKycMerchant();
  const { mytpe } = merchant;
  const { form, question } = await draftOf(merchant);
  const { id } = (await mytpe(...question, '--choice', '16=Alger', '--json')).json;
  const changed = await mytpe('forms', 'fields', 'update', form, id, '--label', 'Province', '--json');
  expect(changed.json).toMatchObject({ label: 'Province', input_name: 'wilaya' });
  expect((await mytpe('forms', 'fields', 'remove', form, id)).code).toBe(2);
  expect((await mytpe('forms', 'fields', 'remove', form, id, '--yes')).code).toBe(0);
  expect((await mytpe('forms', 'show', form, '--json')).json.fields).toEqual([]);
  const section = (await mytpe('forms', 'sections', 'add', form, '--title', 'Delivery', '--json')).json.id;
  const renamed = await mytpe('forms', 'sections', 'update', form, section, '--title', 'Address', '--json');
  expect(renamed.json.title).toBe('Address');
  expect((await mytpe('forms', 'sections', 'remove', form, section, '--yes')).code).toBe(0);
  expect((await mytpe('forms', 'update', form, '--name', 'Order', '--json')).json.name).toBe('Order');
  expect((await mytpe('forms', 'delete', form, '--yes')).code).toBe(0);
  expect((await mytpe('forms', 'show', form)).code).toBe(4);
});

it('a select field without choices is rejected before anything is sent', async () => {
  const merchant = await createKycMerchant();
  const { question } = await draftOf(merchant);
  const { code, err } = await merchant.mytpe(...question);
  expect([code, err]).toEqual([2, expect.stringContaining('--choice: is required with select')]);
  expect(await merchant.writes()).toEqual(['POST /api/ext/forms']);
});

it('a duplicate field name causes MyTPE’s error with the option', async () => {
  const merchant = await createKycMerchant();
  const { question } = await draftOf(merchant);
  await merchant.mytpe(...question, '--choice', '16=Alger');
  const { code, err } = await merchant.mytpe(...question, '--choice', '31=Oran');
  expect([code, err]).toEqual([1, expect.stringContaining('--name: Another field of this form has this --name.')]);
});
