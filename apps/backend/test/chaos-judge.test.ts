import { expect, it } from 'vitest';

import { type Attempt, SHARED_OFFER } from '../campaigns/chaos/attempts.ts';
import type { Evidence, MadeLink } from '../campaigns/chaos/evidence.ts';
import { judge } from '../campaigns/chaos/judge.ts';

const attempt: Attempt = {
  number: 1,
  reference: 'attempt-1',
  key: 'k',
  offer: 'tshirt',
  amount: null,
  isDouble: false,
  address: '10.0.0.1',
};
const returned = { id: 'lnk_1', url: 'http://pay.example/pay/a-1', status: 'active', payable: true };
const link: MadeLink = {
  id: 'm1',
  slug: 'a-1',
  status: 'exhausted',
  ourRef: 'lnk_1',
  reference: 'attempt-1',
  wasPublished: true,
};
const archived: MadeLink = { ...link, id: 'm2', slug: 'a-2', status: 'archived', wasPublished: false };
const good: Evidence = {
  outcomes: [{ attempt, acknowledged: [returned], refusals: [] }],
  links: [link, archived],
  views: new Map([['lnk_1', returned]]),
  payments: new Map([['m1', 1]]),
  deaths: 0,
};
const rulesOf = (evidence: Partial<Evidence>) => judge({ ...good, ...evidence }).map(({ rule }) => rule);
const outcome = (more: Partial<Evidence['outcomes'][number]>) => ({ outcomes: [{ ...good.outcomes[0]!, ...more }] });

it('reports no violation for one link that was returned, is known and was paid once', () => {
  expect(judge(good)).toEqual([]);
});

it.each<[string, Partial<Evidence>, string[]]>([
  ['a refusal', outcome({ refusals: ['502 upstream_rejected'] }), ['refused']],
  ['no response at all', { ...outcome({ acknowledged: [] }), links: [archived] }, ['never acknowledged']],
  [
    'two different responses',
    outcome({ acknowledged: [returned, { ...returned, url: 'http://pay.example/pay/b-1' }] }),
    ['two links returned', 'lost', 'wrong link published'],
  ],
  ['a link that the backend forgot', { views: new Map([['lnk_1', null]]) }, ['lost']],
  ['a link that was closed', { views: new Map([['lnk_1', { ...returned, payable: false }]]) }, ['not payable']],
  ['two published links', { links: [link, { ...archived, wasPublished: true }] }, ['not exactly one published']],
  [
    'a missing link',
    { links: [], payments: new Map() },
    ['not exactly one published', 'wrong link published', 'not paid exactly once'],
  ],
  ['a link paid twice', { payments: new Map([['m1', 2]]) }, ['not paid exactly once']],
  [
    'two links, each paid once',
    {
      payments: new Map([
        ['m1', 1],
        ['m2', 1],
      ]),
    },
    ['not paid exactly once'],
  ],
  ['a draft that was not swept', { links: [link, { ...archived, status: 'draft' }] }, ['draft left']],
  ['a backend that crashed', { deaths: 1 }, ['backend crashed']],
])('reports %s', (_, evidence, rules) => {
  expect(rulesOf(evidence)).toEqual(rules);
});

it('reports a second link of a shared offer', () => {
  const shared: Attempt = { ...attempt, offer: SHARED_OFFER, reference: null };
  const one = { ...link, reference: null };
  const evidence = { ...outcome({ attempt: shared }), payments: new Map<string, number>() };
  expect(rulesOf({ ...evidence, links: [one] })).toEqual([]);
  expect(rulesOf({ ...evidence, links: [one, { ...one, id: 'm2' }] })).toEqual(['not exactly one published']);
});
