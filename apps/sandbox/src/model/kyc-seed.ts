import type { BankAccount, Brand, Identification } from './kyc-records.ts';

const SEEDED_AT = '2026-01-12T09:30:00.000Z';
const accepted = { status: 'accepted', reason: null, created_at: SEEDED_AT, updated_at: SEEDED_AT } as const;

/** The dossier behind the seeded instances. */
export const SEEDED_KYC = {
  identification: '1de00000-0000-4000-8000-000000000001',
  brand: 'b7a00000-0000-4000-8000-000000000001',
  bankAccount: 'ba000000-0000-4000-8000-000000000001',
} as const;

/** Kinds from the samples of the reference. No endpoint lists them. Other ids get an invented name. */
export const ESTABLISHMENT_TYPES = [
  { id: '2f1c0000-0000-4000-8000-000000000001', name: 'SARL', slug: 'sarl' },
  { id: '2f1c0000-0000-4000-8000-000000000002', name: 'Personne physique', slug: 'personne-physique' },
] as const;
export const AUTHORIZATION_TYPES = [
  { id: '7a9d0000-0000-4000-8000-000000000001', name: 'Registre de commerce', slug: 'rc' },
  { id: '7a9d0000-0000-4000-8000-000000000002', name: 'Carte d’artisan', slug: 'artisan' },
] as const;
export const ACTIVITIES = [{ id: 'c4e20000-0000-4000-8000-000000000001', name: 'Retail' }] as const;

export function seedIdentifications(): Identification[] {
  return [
    {
      id: SEEDED_KYC.identification,
      name: 'Boutique Centrale SARL',
      establishment_type_id: ESTABLISHMENT_TYPES[0].id,
      authorization_type_id: AUTHORIZATION_TYPES[0].id,
      activity_id: ACTIVITIES[0].id,
      file: null,
      ...accepted,
    },
  ];
}

export function seedBrands(): Brand[] {
  const identification_id = SEEDED_KYC.identification;
  return [{ id: SEEDED_KYC.brand, name: 'Boutique Centrale', identification_id, logo: null, file: null, ...accepted }];
}

export function seedBankAccounts(): BankAccount[] {
  const identification_id = SEEDED_KYC.identification;
  return [{ id: SEEDED_KYC.bankAccount, account_number: '00799999000123456789', identification_id, ...accepted }];
}
