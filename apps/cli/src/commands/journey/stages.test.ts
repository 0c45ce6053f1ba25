import type { Instance, Link } from '@mytpe-pay/client';
import { expect, it } from 'vitest';

import type { AccountState } from './account-state.ts';
import { nextStage, stagesOf } from './stages.ts';

const EMPTY: AccountState = {
  isSandbox: false,
  identifications: [],
  brands: [],
  bankAccounts: [],
  instances: [],
  draftLinks: [],
  activeLinks: [],
  paidLink: undefined,
};
const accepted = { id: 'x1', name: 'Boutique', status: 'accepted' } as const;
const REVIEWED = { identifications: [accepted], brands: [accepted], bankAccounts: [accepted] } as const;
const READY = [
  { id: 'i1', title: 'Alger', status: 'active', acceptance_status: 'ready' },
] as const satisfies Instance[];
const LINK = { id: 'l1', title: 'Order', status: 'active', paid_count: 0 } as Link;

it.each<[string, Partial<AccountState>, RegExp | undefined]>([
  ['an empty account starts with KYC', {}, /^mytpe identifications create /],
  [
    'an identification under review: wait',
    { identifications: [{ ...accepted, status: 'pending' }] },
    /^mytpe identifications show x1 --watch$/,
  ],
  [
    'a refused identification: update it',
    { identifications: [{ ...accepted, status: 'refused', reason: 'blurred' }] },
    /^mytpe identifications update x1/,
  ],
  [
    'an accepted identification counts, even if another one was refused',
    { ...REVIEWED, identifications: [{ ...accepted, status: 'refused' }, accepted] },
    /^mytpe instances activate .*--identification x1 --brand x1 --bank-account x1$/,
  ],
  ['after the brand: the bank account', { ...REVIEWED, bankAccounts: [] }, /^mytpe bank-accounts create .*x1$/],
  [
    'a pending instance: wait',
    { ...REVIEWED, instances: [{ ...READY[0], acceptance_status: 'documents_submitted' }] },
    /^mytpe instances show i1 --watch$/,
  ],
  [
    'a suspended instance: show it',
    { ...REVIEWED, instances: [{ ...READY[0], status: 'suspended' }] },
    /^mytpe instances show i1$/,
  ],
  ['after the instance: the first link', { ...REVIEWED, instances: READY }, /^mytpe links create /],
  [
    'a draft: publish it',
    { ...REVIEWED, instances: READY, draftLinks: [{ ...LINK, status: 'draft' }] },
    /^mytpe links publish l1$/,
  ],
  ['an active link: wait', { ...REVIEWED, instances: READY, activeLinks: [LINK] }, /^mytpe links show l1 --watch$/],
  [
    'a payment completes the journey',
    { ...REVIEWED, instances: READY, paidLink: { ...LINK, paid_count: 1 } },
    undefined,
  ],
])('%s', (_name, account, next) => {
  const command = nextStage(stagesOf({ ...EMPTY, ...account }))?.next;
  if (next === undefined) expect(command).toBeUndefined();
  else expect(command).toMatch(next);
});

it('shows the reason of a refusal without control characters', () => {
  const [stage] = stagesOf({ ...EMPTY, identifications: [{ ...accepted, status: 'refused', reason: 'a\u001b[31mb' }] });
  expect(stage).toMatchObject({ state: 'refused', detail: 'Boutique: refused, a [31mb' });
});
