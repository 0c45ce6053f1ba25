import type { Instance, Link } from '@mytpe-pay/client';
import { expect, it } from 'vitest';

import { nextStage, stagesOf } from './stages.ts';
import type { Standing } from './standing.ts';

const EMPTY: Standing = {
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

it.each<[string, Partial<Standing>, RegExp | undefined]>([
  ['an empty account begins with KYC', {}, /^mytpe identifications create /],
  [
    'a dossier under review is waited for',
    { identifications: [{ ...accepted, status: 'pending' }] },
    /^mytpe identifications show x1 --watch$/,
  ],
  [
    'a refused dossier is mended',
    { identifications: [{ ...accepted, status: 'refused', reason: 'blurred' }] },
    /^mytpe identifications update x1/,
  ],
  [
    'an accepted dossier counts, whatever else was refused',
    { ...REVIEWED, identifications: [{ ...accepted, status: 'refused' }, accepted] },
    /^mytpe instances activate .*--identification x1 --brand x1 --bank-account x1$/,
  ],
  ['the bank account follows the brand', { ...REVIEWED, bankAccounts: [] }, /^mytpe bank-accounts create .*x1$/],
  [
    'an instance is waited for',
    { ...REVIEWED, instances: [{ ...READY[0], acceptance_status: 'documents_submitted' }] },
    /^mytpe instances show i1 --watch$/,
  ],
  [
    'a suspended instance is looked at',
    { ...REVIEWED, instances: [{ ...READY[0], status: 'suspended' }] },
    /^mytpe instances show i1$/,
  ],
  ['then comes the first link', { ...REVIEWED, instances: READY }, /^mytpe links create /],
  [
    'a draft is published',
    { ...REVIEWED, instances: READY, draftLinks: [{ ...LINK, status: 'draft' }] },
    /^mytpe links publish l1$/,
  ],
  [
    'an active link is waited for',
    { ...REVIEWED, instances: READY, activeLinks: [LINK] },
    /^mytpe links show l1 --watch$/,
  ],
  ['a payment ends the journey', { ...REVIEWED, instances: READY, paidLink: { ...LINK, paid_count: 1 } }, undefined],
])('%s', (_name, standing, next) => {
  const command = nextStage(stagesOf({ ...EMPTY, ...standing }))?.next;
  if (next === undefined) expect(command).toBeUndefined();
  else expect(command).toMatch(next);
});

it('says why something was refused, without steering the terminal', () => {
  const [stage] = stagesOf({ ...EMPTY, identifications: [{ ...accepted, status: 'refused', reason: 'a\u001b[31mb' }] });
  expect(stage).toMatchObject({ state: 'refused', detail: 'Boutique: refused, a [31mb' });
});
