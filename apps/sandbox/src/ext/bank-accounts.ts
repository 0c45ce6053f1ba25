import { randomUUID } from 'node:crypto';

import type { BankAccount } from '../model/kyc-records.ts';
import { announceOnboarding } from '../model/onboarding.ts';
import { timeOf, type World } from '../model/world.ts';
import { requireUnused } from './backing.ts';
import { readFields, refuse } from './fields.ts';
import type { FormBody } from './form-body.ts';
import { BankAccountFields } from './kyc-fields.ts';
import { bankAccountListView, bankAccountView } from './kyc-views.ts';
import type { FieldErrors } from './problem.ts';
import { BY_ANALOGY, type Resource } from './resource-routes.ts';

/** `/bank-accounts`: the accounts that receive payments. */
export function bankAccountResource(world: World): Resource<BankAccount> {
  return {
    path: '/bank-accounts',
    name: ['BANK_ACCOUNT', 'Bank account'],
    rules: { filters: {}, sortable: ['created_at', 'account_number', 'status'] },
    updateMethod: 'PUT',
    assumed: BY_ANALOGY,
    items: () => world.bankAccounts,
    searched: ({ account_number }) => account_number,
    listView: bankAccountListView,
    view: (item) => bankAccountView(world, item),
    create: (form) => bankAccountListView(create(world, form)),
    change: (item, form) => bankAccountListView(change(world, item, form)),
    remove: ({ id }) => {
      requireUnused(world, 'bank account', (backed) => backed.bank_account_id === id);
      world.bankAccounts.delete(id);
      world.revision += 1;
      announceOnboarding(world);
    },
  };
}

function create(world: World, form: FormBody): BankAccount {
  const now = timeOf(world);
  const review = { status: 'pending', reason: null, created_at: now, updated_at: now } as const;
  const account: BankAccount = { id: randomUUID(), ...read(world, form), ...review };
  world.bankAccounts.set(account.id, account);
  world.revision += 1;
  announceOnboarding(world);
  return account;
}

function change(world: World, account: BankAccount, form: FormBody): BankAccount {
  const { account_number, identification_id } = account;
  const fields = read(world, { ...form, fields: { account_number, identification_id, ...form.fields } });
  Object.assign(account, fields, { status: 'pending', reason: null, updated_at: timeOf(world) });
  world.revision += 1;
  announceOnboarding(world);
  return account;
}

function read(world: World, form: FormBody) {
  const errors: FieldErrors = {};
  const fields = readFields(BankAccountFields, form, errors);
  for (const field of Object.keys(form.files)) errors[field] = [`This request does not accept a file named ${field}.`];
  if (fields !== null && !world.identifications.has(fields.identification_id)) {
    errors['identification_id'] = ['No identification has this id.'];
  }
  refuse(errors);
  return fields!;
}
