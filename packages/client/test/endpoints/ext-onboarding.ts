import { expect } from 'vitest';

import type { ExtClient } from '../../src/index.ts';
import { fileBytes } from '../file-samples.ts';
import { LIST, ONE, has, page } from './responses.ts';
import type { Row } from './row.ts';
import type { RowContext } from './setup.ts';

const REGISTER = fileBytes('pdf', 70_001);
const PROOF = fileBytes('jpeg', 9_000);
const LOGO = fileBytes('png', 4_097);
const RIB = '00799999000123456789';

/** Rows from an identification to an instance that takes payments. */
export function onboardingRows({ accept, ids, named }: RowContext): Row<ExtClient>[] {
  const IDENTIFICATIONS: readonly Row<ExtClient>[] = [
    {
      endpoint: 'POST /identifications',
      call: (c) =>
        named(
          'identification',
          c.identifications.create({
            name: 'متجر الجزائر',
            establishment_type_id: 'e-1',
            authorization_type_id: 'a-1',
            identification_file: { content: REGISTER, name: 'السجل التجاري.pdf' },
          }),
        ),
      sends: {
        parts: {
          name: 'متجر الجزائر',
          establishment_type_id: 'e-1',
          authorization_type_id: 'a-1',
          identification_file: REGISTER,
        },
      },
      status: 201,
      responseKeys: ONE,
      result: has({ name: 'متجر الجزائر', status: 'pending', reason: null, has_file: true, activity: null }),
    },
    {
      endpoint: 'GET /identifications',
      call: (c) => c.identifications.list({ status: 'pending', sort_by: 'name', sort_dir: 'desc', per_page: 5 }),
      query: { status: 'pending', sort_by: 'name', sort_dir: 'desc', per_page: '5' },
      status: 200,
      responseKeys: LIST,
      result: page({ name: 'متجر الجزائر' }),
    },
    {
      endpoint: 'PUT /identifications/{id}',
      call: (c) => c.identifications.update(ids['identification']!, { name: 'Boutique', activity_id: 'c-1' }),
      sends: { parts: { name: 'Boutique', activity_id: 'c-1' } },
      status: 200,
      responseKeys: ONE,
      result: has({ name: 'Boutique', status: 'pending' }),
    },
    {
      endpoint: 'GET /identifications/{id}',
      call: async (c) => {
        await accept('identifications', ids['identification']!);
        return c.identifications.get(ids['identification']!);
      },
      status: 200,
      responseKeys: ONE,
      result: has({ status: 'accepted', created_at: expect.any(Date) }),
    },
    {
      endpoint: 'DELETE /identifications/{id}',
      call: async (c) => {
        const spare = { name: 'Spare', establishment_type_id: 'e-1', authorization_type_id: 'a-1' };
        const { id } = await c.identifications.create(spare);
        for (const brand of await c.brands.listOf(id)) await c.brands.delete(brand.id);
        return c.identifications.delete(id);
      },
      status: 200,
      responseKeys: ['message'],
      result: undefined,
    },
  ];

  const BRANDS: readonly Row<ExtClient>[] = [
    {
      endpoint: 'POST /brands',
      call: (c) =>
        named(
          'brand',
          c.brands.create({
            name: 'Ma marque',
            identification_id: ids['identification']!,
            logo: { content: LOGO, name: 'logo "1".png' },
          }),
        ),
      sends: () => ({ parts: { name: 'Ma marque', identification_id: ids['identification']!, logo: LOGO } }),
      status: 201,
      responseKeys: ONE,
      result: has({ name: 'Ma marque', status: 'pending', logo: expect.stringMatching(/^http/), file: null }),
    },
    {
      endpoint: 'GET /brands',
      call: (c) => c.brands.list({ search: 'marque' }),
      query: { search: 'marque' },
      status: 200,
      responseKeys: LIST,
      result: page({ name: 'Ma marque' }),
    },
    {
      endpoint: 'PUT /brands/{id}',
      call: (c) => c.brands.update(ids['brand']!, { file: { content: PROOF, name: 'doc.jpg' } }),
      sends: { parts: { file: PROOF } },
      status: 200,
      responseKeys: ONE,
      result: has({ file: expect.stringContaining('.jpg') }),
    },
    {
      endpoint: 'GET /brands/{id}',
      call: async (c) => {
        await accept('brands', ids['brand']!);
        return c.brands.get(ids['brand']!);
      },
      status: 200,
      responseKeys: ONE,
      result: has({ status: 'accepted', identification: has({ name: 'Boutique' }) }),
    },
    {
      endpoint: 'DELETE /brands/{id}',
      call: async (c) => {
        const { id } = await c.brands.create({ name: 'Spare', identification_id: ids['identification']! });
        return c.brands.delete(id);
      },
      status: 200,
      responseKeys: ['message'],
      result: undefined,
    },
  ];

  const BANK_ACCOUNTS: readonly Row<ExtClient>[] = [
    {
      endpoint: 'POST /bank-accounts',
      call: (c) =>
        named('account', c.bankAccounts.create({ account_number: RIB, identification_id: ids['identification']! })),
      sends: () => ({ json: { account_number: RIB, identification_id: ids['identification']! } }),
      status: 201,
      responseKeys: ONE,
      result: has({ account_number: RIB, bank_code: '007', status: 'pending' }),
    },
    {
      endpoint: 'GET /bank-accounts',
      call: (c) => c.bankAccounts.list(),
      status: 200,
      responseKeys: LIST,
      result: page({ account_number: RIB }),
    },
    {
      endpoint: 'PUT /bank-accounts/{id}',
      call: (c) => c.bankAccounts.update(ids['account']!, { account_number: '0'.repeat(20) }),
      sends: { json: { account_number: '0'.repeat(20) } },
      status: 200,
      responseKeys: ONE,
      result: has({ account_number: '0'.repeat(20), bank_code: '000' }),
    },
    {
      endpoint: 'GET /bank-accounts/{id}',
      call: async (c) => {
        await accept('bank-accounts', ids['account']!);
        return c.bankAccounts.get(ids['account']!);
      },
      status: 200,
      responseKeys: ONE,
      result: has({ status: 'accepted', identification_id: expect.any(String) }),
    },
    {
      endpoint: 'DELETE /bank-accounts/{id}',
      call: async (c) => {
        const spare = { account_number: '1'.repeat(20), identification_id: ids['identification']! };
        return c.bankAccounts.delete((await c.bankAccounts.create(spare)).id);
      },
      status: 200,
      responseKeys: ['message'],
      result: undefined,
    },
  ];

  const basis = () => ({
    identification_id: ids['identification']!,
    brand_id: ids['brand']!,
    bank_account_id: ids['account']!,
  });
  const INSTANCES: readonly Row<ExtClient>[] = [
    {
      endpoint: 'POST /instances',
      call: async (c) => {
        const proof = { content: PROOF, name: 'chèque.jpg' };
        const input = { title: 'Alger', ...basis(), payment_method: 'cheque', payment_proof: proof } as const;
        const fee = await c.instances.requestActivation(input);
        await accept('activations', fee.transaction_id);
        return fee;
      },
      sends: () => ({ parts: { title: 'Alger', ...basis(), payment_method: 'cheque', payment_proof: PROOF } }),
      status: 201,
      responseKeys: ONE,
      result: has({ status: 'processing', payment_method: 'cheque', amount: 300_000, currency: 'DZD', form_url: null }),
    },
    {
      endpoint: 'GET /instances',
      call: async (c) => {
        const found = await c.instances.findActivated({ title: 'Alger', ...basis(), requestedAt: new Date() });
        ids['instance'] = found[0]!.id;
        return found;
      },
      status: 200,
      responseKeys: LIST,
      result: [has({ title: 'Alger', acceptance_status: 'documents_submitted', status: 'active' })],
    },
    {
      endpoint: 'PUT /instances/{id}',
      call: (c) => c.instances.update(ids['instance']!, { title: 'Oran', logo: { content: LOGO, name: 'l.png' } }),
      sends: { parts: { title: 'Oran', logo: LOGO } },
      status: 200,
      responseKeys: ONE,
      result: has({ title: 'Oran', logo: expect.stringContaining('logo.png') }),
    },
    {
      endpoint: 'GET /instances/{id}',
      call: async (c) => {
        await accept('instances', ids['instance']!);
        return c.instances.get(ids['instance']!);
      },
      status: 200,
      responseKeys: ONE,
      result: has({
        acceptance_status: 'ready',
        brand: has({ name: 'Ma marque' }),
        bank_account: has({ bank_code: '000' }),
      }),
    },
    {
      endpoint: 'DELETE /instances/{id}',
      call: (c) => c.instances.delete(ids['instance']!),
      status: 200,
      responseKeys: ['message'],
      result: undefined,
    },
  ];

  return [...IDENTIFICATIONS, ...BRANDS, ...BANK_ACCOUNTS, ...INSTANCES];
}
