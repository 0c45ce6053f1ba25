import { describe, expect, it } from 'vitest';

import { NEW_FIELD } from '../../test/samples.ts';
import { InvalidInputError } from '../errors.ts';
import { changesBody, newBody } from '../wire/input-fields.ts';
import { FieldPatch, NewField, NewForm, NewSection } from './form.ts';

function problems(write: () => string): string[] {
  try {
    write();
  } catch (error) {
    if (error instanceof InvalidInputError) return Object.keys(error.fields);
    throw error;
  }
  return [];
}

const TEXT = { input_name: 'full_name', label: 'Nom', data_type: 'string' };
const option = (value: string) => ({ value, label: value });

describe('NewField', () => {
  it.each([
    NEW_FIELD,
    TEXT,
    { ...TEXT, data_type: 'hologram' },
    { ...TEXT, data_type: 'hologram', options: [option('a')] },
    { ...TEXT, input_name: 'a', position: 0, section_id: null, is_required: false },
    { ...TEXT, label: 'الولاية' },
  ])('accepts %j', (field) => expect(JSON.parse(newBody(NewField, 'new field', field))).toEqual(field));

  it.each([
    ...['select', 'multi_select', 'radio', 'checkbox'].map((data_type) => ({ ...TEXT, data_type })),
    { ...NEW_FIELD, options: [] },
    { ...NEW_FIELD, options: [option('a'), option('a')] },
    { ...NEW_FIELD, options: [{ value: 'a' }] },
    { ...NEW_FIELD, options: [option(' ')] },
    { ...TEXT, options: [option('a')] },
  ])('rejects the options of %j', (field) =>
    expect(problems(() => newBody(NewField, 'new field', field))).toEqual(['options']),
  );

  it.each([
    ['input_name', { ...TEXT, input_name: '' }],
    ['input_name', { ...TEXT, input_name: 'full name' }],
    ['input_name', { ...TEXT, input_name: 'الاسم' }],
    ['input_name', { ...TEXT, input_name: 'a'.repeat(65) }],
    ['label', { ...TEXT, label: ' ' }],
    ['data_type', { ...TEXT, data_type: 'Multi Select' }],
    ['position', { ...TEXT, position: -1 }],
    ['is_required', { ...TEXT, is_required: 'yes' }],
    ['input', { ...TEXT, name: 'x' }],
  ])('rejects an invalid %s', (field, input) => expect(problems(() => newBody(NewField, 'x', input))).toEqual([field]));
});

describe('FieldPatch', () => {
  const changes = (input: object) => changesBody(FieldPatch, 'field changes', input);

  it('does not check options against a type if one of the two is absent', () => {
    expect(changes({ options: [option('a')] })).toBe('{"options":[{"value":"a","label":"a"}]}');
    expect(changes({ data_type: 'radio', label: undefined })).toBe('{"data_type":"radio"}');
  });

  it.each([{}, { label: undefined }, { data_type: 'date', options: [option('a')] }, { label: null }])(
    'rejects %j',
    (input) => expect(problems(() => changes(input))).toHaveLength(1),
  );
});

describe('NewForm and NewSection', () => {
  it('require a name and a title', () => {
    expect(problems(() => newBody(NewForm, 'x', { industry: 'x' }))).toEqual(['name']);
    expect(problems(() => newBody(NewSection, 'x', { position: 1 }))).toEqual(['title']);
    expect(problems(() => newBody(NewForm, 'x', { name: 'x', meta: { a: 7 }, status: 'x' }))).toEqual([
      'meta',
      'input',
    ]);
  });
});
