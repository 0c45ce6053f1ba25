import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';

import { read as readWith, responseContract, type Sample } from '../../test/response-contract.ts';
import { ACTIVATION, BANK_ACCOUNT, BRAND, IDENTIFICATION, INSTANCE } from '../../test/samples.ts';
import { parseJson } from '../wire/json-text.ts';
import { ActivationRequest } from './activation.ts';
import { BankAccount } from './bank-account.ts';
import { Brand } from './brand.ts';
import { Identification } from './identification.ts';
import { Instance } from './instance.ts';

const named = { id: 'i1', name: 'N' };

/** The sample with a value in every field. */
const full = (sample: Sample): Sample =>
  Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, value ?? 'some text']));

/** Each kind of response: a sample with all fields, and the names of the required fields. */
const KINDS: [string, z.ZodType<object>, Sample, readonly string[]][] = [
  ['an identification', Identification, full(IDENTIFICATION), ['id', 'status']],
  ['a brand', Brand, full({ ...BRAND, identification: named }), ['id', 'status']],
  ['a bank account', BankAccount, full({ ...BANK_ACCOUNT, identification: named }), ['id', 'status']],
  ['an instance', Instance, full(INSTANCE), ['id', 'status', 'acceptance_status']],
  ['an activation request', ActivationRequest, ACTIVATION, ['transaction_id', 'status']],
];

describe.each(KINDS)('%s in a response', (_kind, schema, sample, required) => {
  const read = (value: object) => readWith(schema, value);
  const accepts = (value: object) => schema.safeParse(parseJson(JSON.stringify(value))).success;

  responseContract(schema, sample, required);

  it('keeps unknown enum values as strings', () => {
    const words = ['status', 'acceptance_status', 'payment_method'].filter((name) => name in sample);
    fc.assert(
      fc.property(fc.string(), (word) => {
        for (const name of words) expect(read({ ...sample, [name]: word })[name]).toBe(word);
      }),
    );
  });

  it.each(required)('is rejected without %s', (name) => {
    expect(accepts({ ...sample, [name]: undefined })).toBe(false);
    expect(accepts({ ...sample, [name]: null })).toBe(false);
  });

  it('rejects a wrong type in every field', () => {
    const wrong = fc.oneof(fc.constant({}), fc.constant([]), fc.constant([7]), fc.constant({ id: 7 }));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(sample)), wrong, (name, value) => {
        expect(accepts({ ...sample, [name]: value })).toBe(false);
      }),
    );
    for (const name of Object.keys(sample)) {
      const others = [name === 'amount' ? '7.001' : 7, typeof sample[name] === 'boolean' ? 'true' : true];
      for (const value of others) expect(accepts({ ...sample, [name]: value })).toBe(false);
    }
  });

  it('keeps an id unchanged, even if it is not a UUID', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (id) => {
        expect(read({ ...sample, [required[0]!]: id })[required[0]!]).toBe(id);
      }),
    );
  });
});

describe('the activation fee', () => {
  it.each(['3000.00', '3000', 3000, 3000.5, '3000.5'])('is read from %j', (amount) => {
    const request = ActivationRequest.parse(parseJson(JSON.stringify({ ...ACTIVATION, amount })));
    expect(request.amount).toBe(Math.round(Number(amount) * 100));
  });

  it('is never rounded', () =>
    expect(ActivationRequest.safeParse({ ...ACTIVATION, amount: '3000.001' }).success).toBe(false));
});
