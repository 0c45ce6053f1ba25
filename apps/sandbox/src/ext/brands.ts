import { randomUUID } from 'node:crypto';

import { type CheckedFile, dropFiles, keepFile } from '../files/storage.ts';
import type { Brand } from '../model/kyc-records.ts';
import { announceOnboarding } from '../model/onboarding.ts';
import { timeOf, type World } from '../model/world.ts';
import { requireUnused } from './backing.ts';
import { checkFiles } from './check-files.ts';
import { readFields, refuse } from './fields.ts';
import type { FormBody } from './form-body.ts';
import { BRAND_FILES, BrandFields } from './kyc-fields.ts';
import { brandListView, brandView } from './kyc-views.ts';
import type { FieldErrors } from './problem.ts';
import { BY_ANALOGY, type Resource } from './resource-routes.ts';

/** `/brands`: names and logos that the trader sells under. */
export function brandResource(world: World, baseUrl: () => string): Resource<Brand> {
  return {
    path: '/brands',
    name: ['BRAND', 'Brand'],
    rules: { filters: {}, sortable: ['created_at', 'name', 'status'] },
    updateMethod: 'PUT',
    assumed: BY_ANALOGY,
    items: () => world.brands,
    searched: ({ name }) => name,
    listView: (item) => brandListView(item, baseUrl()),
    view: (item) => brandView(world, item, baseUrl()),
    create: (form) => brandListView(create(world, form), baseUrl()),
    change: (item, form) => brandListView(change(world, item, form), baseUrl()),
    remove: (item) => remove(world, item),
  };
}

function create(world: World, form: FormBody): Brand {
  const { fields, files } = read(world, form);
  const now = timeOf(world);
  const id = randomUUID();
  const kept = keep(world, { id, logo: null, file: null }, files);
  const brand: Brand = { id, ...fields, ...kept, status: 'pending', reason: null, created_at: now, updated_at: now };
  world.brands.set(id, brand);
  world.revision += 1;
  announceOnboarding(world);
  return brand;
}

function change(world: World, brand: Brand, form: FormBody): Brand {
  const { name, identification_id } = brand;
  const { fields, files } = read(world, { ...form, fields: { name, identification_id, ...form.fields } });
  const kept = keep(world, brand, files);
  Object.assign(brand, fields, kept, { status: 'pending', reason: null, updated_at: timeOf(world) });
  world.revision += 1;
  announceOnboarding(world);
  return brand;
}

function read(world: World, form: FormBody) {
  const errors: FieldErrors = {};
  const fields = readFields(BrandFields, form, errors);
  if (fields !== null && !world.identifications.has(fields.identification_id)) {
    errors['identification_id'] = ['No identification has this id.'];
  }
  const files = checkFiles(world, form, BRAND_FILES, errors);
  refuse(errors);
  return { fields: fields!, files };
}

function keep(
  world: World,
  { id, logo, file }: Pick<Brand, 'id' | 'logo' | 'file'>,
  files: Record<string, CheckedFile>,
): Pick<Brand, 'logo' | 'file'> {
  const kept = (field: 'logo' | 'file', former: string | null, isPublic: boolean) =>
    files[field] === undefined
      ? former
      : keepFile(world, { folder: `brands/${id}`, field, former, isPublic }, files[field]);
  return { logo: kept('logo', logo, true), file: kept('file', file, false) };
}

function remove(world: World, { id, logo, file }: Brand): void {
  requireUnused(world, 'brand', (instance) => instance.brand_id === id);
  dropFiles(world, [logo, file]);
  world.brands.delete(id);
  world.revision += 1;
  announceOnboarding(world);
}
