import { randomUUID } from 'node:crypto';

import { dropFiles, keepFile } from '../files/storage.ts';
import type { Activation } from '../model/kyc-records.ts';
import { ACCEPTANCE_STATUSES, INSTANCE_STATUSES, type Instance } from '../model/records.ts';
import { timeOf, type World } from '../model/world.ts';
import { requireAccepted } from './backing.ts';
import { checkFiles } from './check-files.ts';
import { readFields, refuse } from './fields.ts';
import type { FormBody } from './form-body.ts';
import { ACTIVATION_FILES, ActivationFields, INSTANCE_FILES, InstanceFields } from './kyc-fields.ts';
import { DOCUMENTED_RULES, type FieldErrors } from './problem.ts';
import { LISTED_WITHOUT_NESTED, type Resource } from './resource-routes.ts';
import { activationView, instanceListView, instanceView } from './views.ts';

const LOGO_LIMITS = 'The limits of an instance’s logo are not documented: the sandbox takes an image of at most 5 MB.';

/** `/instances`: virtual terminals. A create opens a fee transaction. The instance exists once the fee is settled. */
export function instanceResource(world: World, baseUrl: () => string): Resource<Instance> {
  return {
    path: '/instances',
    name: ['PAYMENT_INSTANCE', 'Payment instance'],
    rules: {
      filters: {
        status: INSTANCE_STATUSES,
        acceptance_status: ACCEPTANCE_STATUSES,
        identification_id: null,
        brand_id: null,
        bank_account_id: null,
      },
      sortable: ['created_at', 'updated_at', 'title', 'status', 'acceptance_status'],
    },
    updateMethod: 'PUT',
    assumed: {
      list: LISTED_WITHOUT_NESTED,
      create: 'The form_url of a payment outside the gateway is not documented: the sandbox returns null.',
      remove:
        'The effect on the links of a deleted instance is not documented: in the sandbox they stay and cannot be paid.',
    },
    items: () => world.instances,
    searched: ({ title }) => title,
    listView: (item) => instanceListView(item, baseUrl()),
    view: (item) => instanceView(world, item, baseUrl()),
    create: (form) => activationView(requestActivation(world, form), baseUrl()),
    change: (item, form) => instanceListView(change(world, item, form), baseUrl()),
    remove: (item) => {
      dropFiles(world, [item.logo]);
      world.instances.delete(item.id);
      world.revision += 1;
    },
  };
}

function requestActivation(world: World, form: FormBody): Activation {
  const errors: FieldErrors = {};
  const fields = readFields(ActivationFields, form, errors);
  const { payment_proof: proof } = checkFiles(world, form, ACTIVATION_FILES, errors);
  if (fields !== null) {
    requireAccepted(world, fields, errors);
    if (fields.payment_method !== 'online' && form.files['payment_proof'] === undefined) {
      errors['payment_proof'] ??= [`The payment_proof is required when payment_method is ${fields.payment_method}.`];
    }
  }
  refuse(errors, DOCUMENTED_RULES);
  const id = randomUUID();
  const where = { folder: `activations/${id}`, field: 'payment_proof', former: null, isPublic: false };
  const now = timeOf(world);
  const activation: Activation = {
    id,
    ...fields!,
    proof: proof === undefined ? null : keepFile(world, where, proof),
    status: 'processing',
    instance_id: null,
    created_at: now,
    updated_at: now,
  };
  world.activations.set(id, activation);
  world.revision += 1;
  return activation;
}

function change(world: World, instance: Instance, form: FormBody): Instance {
  const errors: FieldErrors = {};
  const { title, identification_id, brand_id, bank_account_id } = instance;
  const merged = { title, identification_id, brand_id, bank_account_id, ...form.fields };
  const fields = readFields(InstanceFields, { ...form, fields: merged }, errors);
  const { logo } = checkFiles(world, form, INSTANCE_FILES, errors);
  const isRebacked = ['identification_id', 'brand_id', 'bank_account_id'].some((name) => name in form.fields);
  if (fields !== null && isRebacked) requireAccepted(world, fields, errors);
  refuse(errors, 'logo' in errors ? LOGO_LIMITS : DOCUMENTED_RULES);
  const where = { folder: `instances/${instance.id}`, field: 'logo', former: instance.logo, isPublic: true };
  const path = logo === undefined ? instance.logo : keepFile(world, where, logo);
  Object.assign(instance, fields, { logo: path, updated_at: timeOf(world) });
  world.revision += 1;
  return instance;
}
