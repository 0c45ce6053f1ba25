import fc from 'fast-check';
import { expect, it } from 'vitest';

import { Form, type FormField } from '../model/records.ts';
import { readAnswers } from './answers.ts';

const OPTIONS = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
];
const TYPES =
  'string text integer number email phone url date select multi_select radio checkbox rating constructor'.split(' ');

const questions = fc
  .array(fc.record({ data_type: fc.constantFrom(...TYPES), is_required: fc.boolean(), hasOptions: fc.boolean() }))
  .map((asked) =>
    asked.map(({ hasOptions, ...rest }, at): FormField => {
      const name = `f${at}`;
      const options = hasOptions ? OPTIONS : null;
      return { id: name, section_id: null, input_name: name, label: name, position: at, options, ...rest };
    }),
  );
const sent = fc.oneof(
  fc.constantFrom('a', 'b', '1', '12', '2026-02-28'),
  fc.string(),
  fc.array(fc.string()),
  fc.anything(),
);

it('accepts or rejects each posted value and ignores other fields', () => {
  fc.assert(
    fc.property(questions, fc.array(sent), (fields, values) => {
      const form = Form.parse({ id: 'form', name: 'Form', status: 'published', fields });
      const posted = values.map((value, at) => [`answers[f${at}]`, value] as const);
      const { answers, problems } = readAnswers(form, { ...Object.fromEntries(posted), other: 'x' });
      const asked = fields.map(({ input_name }) => input_name);
      expect(asked).toEqual(expect.arrayContaining([...Object.keys(answers), ...problems.keys()]));
      for (const { input_name, is_required } of fields) {
        const given = [answers[input_name] ?? []].flat();
        expect(given.every((text) => typeof text === 'string' && text.trim() !== '')).toBe(true);
        expect(problems.get(input_name) === 'required').toBe(is_required && given.length === 0);
      }
    }),
  );
});
