import { randomUUID } from 'node:crypto';

import { dropFiles, keepFile } from '../files/storage.ts';
import { type Brand, type Identification, KYC_STATUSES } from '../model/kyc-records.ts';
import { announceOnboarding } from '../model/onboarding.ts';
import { timeOf, type World } from '../model/world.ts';
import { requireUnused } from './backing.ts';
import { checkFiles } from './check-files.ts';
import { readFields, refuse } from './fields.ts';
import type { FormBody } from './form-body.ts';
import { IDENTIFICATION_FILES, IdentificationFields } from './kyc-fields.ts';
import { changedIdentificationView, identificationView } from './kyc-views.ts';
import { DOCUMENTED_RULES, type FieldErrors, wrongState } from './problem.ts';
import type { Resource } from './resource-routes.ts';

/** `/identifications`: KYC dossiers. */
export function identificationResource(world: World): Resource<Identification> {
  return {
    path: '/identifications',
    name: ['IDENTIFICATION', 'Identification'],
    rules: {
      filters: { status: KYC_STATUSES, establishment_type_id: null },
      sortable: ['created_at', 'name', 'status'],
    },
    updateMethod: 'PUT',
    items: () => world.identifications,
    searched: ({ name }) => name,
    listView: identificationView,
    view: identificationView,
    create: (form) => identificationView(create(world, form)),
    change: (item, form) => changedIdentificationView(change(world, item, form)),
    remove: (item) => remove(world, item),
  };
}

function create(world: World, form: FormBody): Identification {
  const errors: FieldErrors = {};
  const fields = readFields(IdentificationFields, form, errors);
  const { identification_file: file } = checkFiles(world, form, IDENTIFICATION_FILES, errors);
  refuse(errors, DOCUMENTED_RULES);
  const now = timeOf(world);
  const id = randomUUID();
  const where = { folder: `identifications/${id}`, field: 'identification_file', former: null, isPublic: false };
  const path = file === undefined ? null : keepFile(world, where, file);
  const item: Identification = {
    id,
    ...fields!,
    file: path,
    status: 'pending',
    reason: null,
    created_at: now,
    updated_at: now,
  };
  world.identifications.set(id, item);
  addBrandOf(world, item);
  world.revision += 1;
  announceOnboarding(world);
  return item;
}

/** Adds the documented first brand, which has the dossier’s name. */
function addBrandOf(world: World, { id: identification_id, name, created_at, updated_at }: Identification): void {
  const review = { status: 'pending', reason: null, created_at, updated_at } as const;
  const brand: Brand = { id: randomUUID(), name, identification_id, logo: null, file: null, ...review };
  world.brands.set(brand.id, brand);
}

/** Replaces the sent fields, and sends the dossier to review again. */
function change(world: World, item: Identification, form: FormBody): Identification {
  const errors: FieldErrors = {};
  const { name, establishment_type_id, authorization_type_id, activity_id } = item;
  const merged = { name, establishment_type_id, authorization_type_id, activity_id, ...form.fields };
  const fields = readFields(IdentificationFields, { ...form, fields: merged }, errors);
  const { identification_file: file } = checkFiles(world, form, IDENTIFICATION_FILES, errors);
  refuse(errors, DOCUMENTED_RULES);
  const where = {
    folder: `identifications/${item.id}`,
    field: 'identification_file',
    former: item.file,
    isPublic: false,
  };
  const path = file === undefined ? item.file : keepFile(world, where, file);
  Object.assign(item, fields, { file: path, status: 'pending', reason: null, updated_at: timeOf(world) });
  world.revision += 1;
  announceOnboarding(world);
  return item;
}

function remove(world: World, { id, file }: Identification): void {
  const owned = [
    ['brand', world.brands],
    ['bank account', world.bankAccounts],
  ] as const;
  for (const [kind, items] of owned) {
    const dependent = [...items.values()].find(({ identification_id }) => identification_id === id);
    if (dependent === undefined) continue;
    throw wrongState(`This identification is used by the ${kind} ${dependent.id}. Delete it first.`);
  }
  requireUnused(world, 'identification', ({ identification_id }) => identification_id === id);
  dropFiles(world, [file]);
  world.identifications.delete(id);
  world.revision += 1;
  announceOnboarding(world);
}
