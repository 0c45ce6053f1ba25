import { parseTypedAmount } from '@mytpe-pay/contract/money';
import { expect } from '@open-wc/testing';
import fc from 'fast-check';

import { runs } from '../../../../.ci/sample.ts';
import { stepped } from '../../src/payment/amount-input.ts';

const DINAR = 100;
/** In dinars. The bounds are multiples of the step, for which the browser counts steps as MyTPE does. */
const anyRules = fc
  .record({
    step: fc.constantFrom(1, 5, 50, 250, 1000),
    least: fc.integer({ min: 1, max: 40 }),
    span: fc.integer({ min: 0, max: 400 }),
  })
  .map(({ step, least, span }) => ({ step, min: least * step, max: (least + span) * step }));
type Rules = { readonly step: number; readonly min: number; readonly max: number };

/** The value of a number field after a step by the HTML standard: counted from the minimum, within the bounds. */
function standard(dinars: number, { step, min, max }: Rules, direction: number): number {
  const steps = (dinars - min) / step;
  const next = direction > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1;
  return Math.min(max, Math.max(min, min + next * step));
}

/** The value of the browser's number field after a step. */
function native(dinars: number, { step, min, max }: Rules, direction: number): number {
  const field = Object.assign(document.createElement('input'), { type: 'number', step, min, max });
  field.value = String(dinars);
  if (direction > 0) field.stepUp();
  else field.stepDown();
  return Number(field.value);
}

function ours(dinars: number | null, { step, min, max }: Rules, direction: number): number {
  const value = dinars === null ? null : dinars * DINAR;
  const rules = { step: step * DINAR, min: min * DINAR, max: max * DINAR };
  const after = stepped({ value, problem: null, rules }, direction, 'fr');
  return parseTypedAmount(after, 'fr')! / DINAR;
}

for (const [key, direction] of [
  ['up', 1],
  ['down', -1],
] as const)
  it(`the arrow ${key} steps as the HTML standard defines for a number field`, () => {
    const within = anyRules.chain((rules) => fc.tuple(fc.integer(rules), fc.constant(rules)));
    fc.assert(
      fc.property(within, ([dinars, rules]) => {
        expect(ours(dinars, rules, direction)).to.equal(standard(dinars, rules, direction));
      }),
      { numRuns: runs(500, 5000) },
    );
  });

it('both keys lead from an empty or out-of-range value to the nearest bound', () => {
  const rules = { step: 50, min: 200, max: 50_000 };
  for (const direction of [1, -1]) {
    expect(ours(null, rules, direction)).to.equal(200);
    expect(ours(30, rules, direction)).to.equal(200);
    expect(ours(60_000, rules, direction)).to.equal(50_000);
  }
});

it("steps of 50 lead from 1475 to 1500 and to 1450, as in the browser's number field", () => {
  const rules = { step: 50, min: 200, max: 50_000 };
  expect([ours(1475, rules, 1), ours(1475, rules, -1)]).to.deep.equal([1500, 1450]);
  for (const dinars of [200, 210, 250, 1475, 1500, 49_990, 50_000])
    for (const direction of [1, -1]) expect(ours(dinars, rules, direction)).to.equal(native(dinars, rules, direction));
});

it('steps under a dinar are combined, and always change the value', () => {
  const all = fc.record({ step: fc.integer({ min: 1, max: 250 }), value: fc.integer({ min: 1, max: 100_000 }) });
  fc.assert(
    fc.property(all, ({ step, value }) => {
      const rules = { step, min: null, max: null };
      const text = stepped({ value, problem: null, rules }, 1, 'en');
      const next = parseTypedAmount(text, 'en')!;
      expect(next).to.be.greaterThan(value);
      expect(next % step).to.equal(0);
      expect(next - value).to.be.at.most(Math.max(2 * step, 2 * DINAR));
    }),
  );
});
