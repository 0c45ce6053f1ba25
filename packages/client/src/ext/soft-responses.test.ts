import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';

import { read, responseContract, type Sample } from '../../test/response-contract.ts';
import { FORM, NEW_FIELD, SECTION, WEBHOOK } from '../../test/samples.ts';
import { parseJson } from '../wire/json-text.ts';
import { Form, FormField, FormSection } from './form.ts';
import { WebhookDeliveryRecord } from './webhook-records.ts';
import { WebhookSubscription } from './webhook.ts';

const FIELD = { id: 'q1', section_id: 's1', position: 1, ...NEW_FIELD };
const times = { created_at: '2026-06-09T12:00:00.123Z', updated_at: '2026-06-09T12:00:00.123456789+01:00' };

/** The reference's samples with a value in every field, and the names of the required fields. */
const DOCUMENTED: [string, z.ZodType<object>, Sample, readonly string[]][] = [
  ['a form', Form, { ...FORM, ...times, description: 'd', template_id: 't', sections: [SECTION] }, ['id', 'status']],
  ['a section', FormSection, { ...SECTION, description: 'd' }, ['id']],
  ['a subscription', WebhookSubscription, { ...WEBHOOK, ...times }, ['id']],
];

const accepts = (schema: z.ZodType<object>, value: object) =>
  schema.safeParse(parseJson(JSON.stringify(value))).success;

describe.each(DOCUMENTED)('%s in a response', (_kind, schema, sample, required) => {
  responseContract(schema, sample, required);

  it.each(required)('is rejected without %s', (name) => {
    for (const value of [undefined, null, 7]) expect(accepts(schema, { ...sample, [name]: value })).toBe(false);
  });

  it('rejects a wrong type in every field', () => {
    for (const name of Object.keys(sample)) {
      const wrong = [name === 'position' ? -1 : 7, typeof sample[name] === 'boolean' ? 'true' : true, { id: 7 }, [7]];
      const isFree = name === 'meta';
      for (const value of isFree ? [7, true, [7]] : wrong) {
        expect([name, value, accepts(schema, { ...sample, [name]: value })]).toEqual([name, value, false]);
      }
    }
  });
});

describe('an undocumented response', () => {
  it.each<[string, z.ZodType<object>, Sample]>([
    ['a field', FormField, FIELD],
    ['a delivery', WebhookDeliveryRecord, { id: 'd1', event: 'x.y', status: 'ok', attempts: 1, ...times }],
  ])('%s is read with any content except an invalid id, and raw contains everything', (_kind, schema, sample) => {
    const names = Object.keys(sample).filter((name) => name !== 'id');
    // Without `__proto__`, which zod drops.
    const name = fc.oneof(
      fc.constantFrom(...names),
      fc.string().filter((text) => text !== '__proto__'),
    );
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...Object.values(sample)));
    fc.assert(
      fc.property(fc.dictionary(name, value), (more) => {
        const { id: _id, ...given } = JSON.parse(JSON.stringify(more)) as Sample;
        const item = read(schema, { ...given, id: 'x1' });
        expect(item['id']).toBe('x1');
        expect(item['raw']).toEqual({ ...given, id: 'x1' });
      }),
    );
  });

  it('a form field is read in the format of the request', () => {
    expect(read(FormField, FIELD)).toEqual({ ...FIELD, raw: FIELD });
    expect(read(FormField, { ...FIELD, options: [{ value: 16, label: 'Alger' }], is_required: 1 })).toMatchObject({
      options: [{ value: '16', label: 'Alger' }],
      is_required: undefined,
      raw: { is_required: 1 },
    });
  });
});
