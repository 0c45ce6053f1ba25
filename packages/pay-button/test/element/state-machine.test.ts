import { expect } from '@open-wc/testing';
import fc from 'fast-check';

import { runs } from '../../../../.ci/sample.ts';
import type { PayState } from '../../src/payment/pay-state.ts';
import { Payment } from '../../src/payment/payment.ts';
import { OPEN, linkView, offerView } from './samples.ts';
import type { ScriptedResponse } from './scripted-backend.ts';
import { Backend, afterwards, clearStage, problem, tabs } from './stage.ts';

afterEach(clearStage);

/** The phases that may follow each phase. */
const NEXT: Readonly<Record<PayState, readonly PayState[]>> = {
  // The offer stays on the page while it is read again, and the payer can follow its link.
  loading: ['ready', 'closed', 'error', 'opened'],
  ready: ['creating', 'opened', 'paid', 'closed', 'loading', 'error'],
  creating: ['opened', 'blocked', 'paid', 'ready', 'loading'],
  opened: ['paid', 'loading'],
  blocked: ['opened', 'paid', 'loading'],
  paid: ['loading'],
  closed: ['ready', 'opened', 'paid', 'loading', 'error'],
  error: ['ready', 'closed', 'loading'],
};

const offers: readonly ScriptedResponse[] = [
  { body: offerView() },
  { body: offerView({ amount: OPEN }) },
  { body: offerView({ amount: OPEN, version: 'v2' }) },
  { body: offerView({ scope: 'shared', link: linkView({ scope: 'shared' }) }) },
  { body: offerView({ availability: 'paused' }) },
  problem(404, 'offer_not_found'),
  { broken: true },
];
const links: readonly ScriptedResponse[] = [
  { status: 201, body: linkView() },
  { status: 201, body: linkView({ paid: true, payable: false, status: 'exhausted' }) },
  { status: 201, body: linkView({ payable: false, status: 'expired' }) },
  problem(409, 'offer_changed'),
  problem(409, 'idempotency_key_reused'),
  problem(503, 'upstream_unavailable', true),
  { broken: true },
];
const reads: readonly ScriptedResponse[] = [
  { body: linkView() },
  { body: linkView({ paid: true, payable: false, status: 'exhausted', receipt: 'a.b.c' }) },
  { body: linkView({ payable: false, status: 'archived' }) },
];

const STEPS = ['type', 'pay', 'share', 'followed', 'reset', 'refresh', 'clear', 'move', 'wait'] as const;
const step = fc.record({
  does: fc.constantFrom(...STEPS),
  text: fc.constantFrom('', '500', '1 500', '10', '60000', 'x'),
  waits: fc.boolean(),
});
const several = (responses: readonly ScriptedResponse[]) =>
  fc.array(fc.constantFrom(...responses), { minLength: 1, maxLength: 5 });

function perform(payment: Payment, { does, text }: { does: (typeof STEPS)[number]; text: string }): unknown {
  switch (does) {
    case 'type':
      return payment.type(text);
    case 'pay':
      return payment.pay();
    case 'share':
      return payment.pay(true);
    case 'move':
      payment.stop();
      return payment.resume();
    case 'wait':
      return new Promise((resolve) => setTimeout(resolve, 5));
    default:
      return payment[does]();
  }
}

/** A payment that checks its invariants after each change. */
function checkedPayment(endpoint: string, faults: string[]): Payment {
  let before: PayState = 'loading';
  const settings = { endpoint, offer: 'course', offerToken: null, reference: null, target: '_blank', disabled: false };
  const payment: Payment = new Payment(
    'fr',
    { ...settings, amount: null },
    {
      emit: () => true,
      language: () => 'fr',
      rendered: async () => {},
      refuses: () => false,
      changed() {
        const { phase, offer, link, error } = payment.state;
        if (phase !== before && !NEXT[before].includes(phase)) faults.push(`${before} → ${phase}`);
        before = phase;
        if (!['loading', 'error'].includes(phase) && !offer) faults.push(`${phase} without an offer`);
        if (['opened', 'blocked', 'paid'].includes(phase) && !link) faults.push(`${phase} without a link`);
        if (phase === 'error' && !error) faults.push('error without an error');
        if (phase === 'paid' && !link?.paid) faults.push('paid without a payment');
      },
    },
  );
  afterwards(() => payment.dispose());
  return payment;
}

it('allows only the listed transitions, with any clicks, interruptions and responses', async () => {
  const all = fc.record({
    offers: several(offers),
    links: several(links),
    reads: several(reads),
    blocked: fc.boolean(),
    steps: fc.array(step, { maxLength: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(all, async ({ offers, links, reads, blocked, steps }) => {
      tabs({ blocked });
      const backend = new Backend();
      await backend.script({
        'GET /v1/offers/course': offers,
        'POST /v1/links': links,
        [`GET /v1/links/${linkView().id}`]: reads,
      });
      const faults: string[] = [];
      const payment = checkedPayment(backend.endpoint, faults);
      await payment.refresh();
      for (const one of steps) {
        const done = perform(payment, one);
        if (one.waits) await done;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
      clearStage();
      expect(faults).to.deep.equal([]);
    }),
    { numRuns: runs(60, 600) },
  );
}).timeout(60_000);
