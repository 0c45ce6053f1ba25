import { publicUrl } from '../files/storage.ts';
import type { BankAccount, Brand, Identification } from '../model/kyc-records.ts';
import { ACTIVITIES, AUTHORIZATION_TYPES, ESTABLISHMENT_TYPES } from '../model/kyc-seed.ts';
import { formatTimestamp } from '../model/timestamp.ts';
import type { World } from '../model/world.ts';

/** The whole dossier. The create, read and list samples all show this object, nested types included. */
export function identificationView(item: Identification): object {
  const { id, name, file, status, reason, activity_id: activity } = item;
  return {
    id,
    name,
    establishment_type: typeOf(item.establishment_type_id, ESTABLISHMENT_TYPES),
    authorization_type:
      item.authorization_type_id === null ? null : typeOf(item.authorization_type_id, AUTHORIZATION_TYPES),
    activity: activity === null ? null : (ACTIVITIES.find((known) => known.id === activity) ?? madeUp(activity)),
    has_file: file !== null,
    file_path: file,
    status,
    reason,
    ...timestamps(item),
  };
}

/** The seven fields of the reference’s sample response to an update. */
export function changedIdentificationView({ id, name, status, reason, file, ...times }: Identification): object {
  return { id, name, status, reason, has_file: file !== null, ...timestamps(times) };
}

export function brandListView(brand: Brand, baseUrl: string): object {
  const { id, name, logo, file, status, reason, identification_id, ...times } = brand;
  const url = publicUrl(logo, baseUrl);
  return { id, name, logo: url, file, status, reason, identification_id, ...timestamps(times) };
}

export function brandView(world: World, brand: Brand, baseUrl: string): object {
  return { ...brandListView(brand, baseUrl), identification: dossierSummary(world, brand.identification_id) };
}

export function bankAccountListView(account: BankAccount): object {
  const { id, account_number, status, reason, identification_id, ...times } = account;
  const bank_code = account_number.slice(0, 3);
  return { id, account_number, bank_code, status, reason, identification_id, ...timestamps(times) };
}

export function bankAccountView(world: World, account: BankAccount): object {
  return { ...bankAccountListView(account), identification: dossierSummary(world, account.identification_id) };
}

function dossierSummary({ identifications }: World, id: string): object | null {
  const item = identifications.get(id);
  return item === undefined ? null : { id: item.id, name: item.name };
}

function typeOf(id: string, known: readonly { id: string; name: string; slug: string }[]): object {
  return known.find((type) => type.id === id) ?? { ...madeUp(id), slug: `type-${id.slice(0, 8).toLowerCase()}` };
}

function madeUp(id: string): { id: string; name: string } {
  return { id, name: `Type ${id.slice(0, 8)}` };
}

function timestamps({ created_at, updated_at }: { readonly created_at: string; readonly updated_at: string }): object {
  return { created_at: formatTimestamp(created_at), updated_at: formatTimestamp(updated_at) };
}
