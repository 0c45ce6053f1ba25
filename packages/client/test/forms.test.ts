import { describe, expect, it } from 'vitest';

import { InvalidInputError, NotAppliedError } from '../src/index.ts';
import { failureOf, useHarness } from './harness.ts';
import { FORM, NEW_FIELD, SECTION, list } from './samples.ts';
import { type Step, bytes, hangUp, json } from './scripted-server.ts';

const harness = useHarness();
const requests = () => harness.server.received.map(({ method, url }) => `${method} ${url.replace('/api/ext', '')}`);
const sent = (index = 0) => JSON.parse(harness.server.received[index]!.body) as unknown;
const form = (more: object = {}) => json(200, { data: { ...FORM, id: 'f1', ...more } });
const FIELD = { id: 'q1', section_id: null, position: 1, ...NEW_FIELD };

describe('forms', () => {
  it('are listed', async () => {
    harness.server.script(json(200, list([FORM])));
    expect((await harness.client().forms.list({ search: 'check' })).data).toEqual([FORM]);
    expect(requests()).toEqual(['GET /forms?per_page=50&search=check']);
  });

  it('are created from the sample of the reference, and read back completely', async () => {
    const { id, name, status, sections, fields } = FORM;
    harness.server.script(json(201, { data: { id, name, status, sections, fields } }), json(200, { data: FORM }));
    const input = { name, industry: 'ecommerce' };
    expect(await harness.client().forms.create(input)).toEqual(FORM);
    expect(sent()).toEqual(input);
    expect(requests()).toEqual(['POST /forms', 'GET /forms/4f5a6b7c-...']);
  });

  it('are updated by PATCH, and read back', async () => {
    harness.server.script(json(200, {}), form({ name: 'New' }));
    const changes = { name: 'New', description: null };
    expect(await harness.client().forms.update('f1', changes)).toMatchObject({ name: 'New' });
    expect(sent()).toEqual(changes);
    expect(requests()).toEqual(['PATCH /forms/f1', 'GET /forms/f1']);
  });

  it.each<[string, Step]>([
    ['a message', json(200, { message: 'Form published.' })],
    ['the form', form({ status: 'published' })],
    ['nothing', bytes(204, '')],
  ])('are published if MyTPE returns %s and the form is published', async (_what, response) => {
    harness.server.script(response, form({ status: 'published' }));
    expect((await harness.client().forms.publish('f1')).status).toBe('published');
    expect(requests()).toEqual(['POST /forms/f1/publish', 'GET /forms/f1']);
  });

  it('that are still drafts cause a NotAppliedError', async () => {
    harness.server.script(json(200, {}), form());
    const error = await failureOf(harness.client().forms.publish('f1'));
    expect(error).toBeInstanceOf(NotAppliedError);
    expect(error).toMatchObject({ outcome: 'unknown', linkStatus: 'draft' });
    expect(error.message).toBe("publish of form f1 was accepted but not applied: its status is still 'draft'");
  });

  it('are deleted, even if they do not exist', async () => {
    harness.server.script(bytes(204, ''), json(404, { error: 'FORM_NOT_FOUND', message: 'Form not found.' }));
    const { forms } = harness.client();
    await forms.delete('f1');
    await forms.delete('f1');
    expect(requests()).toEqual(['DELETE /forms/f1', 'DELETE /forms/f1']);
  });

  it('that cannot be read back after a create have an unknown outcome', async () => {
    harness.server.script(json(201, { data: { id: 'f1' } }), json(403, {}));
    expect(await failureOf(harness.client().forms.create({ name: 'x' }))).toMatchObject({ outcome: 'unknown' });
  });

  it('are not sent if they are invalid', async () => {
    const { forms } = harness.client();
    const calls = [
      forms.create({ name: ' ' }),
      forms.update('f1', {}),
      forms.addSection('f1', { title: '' }),
      forms.updateSection('f1', 's1', { title: undefined }),
      forms.addField('f1', { ...NEW_FIELD, options: undefined }),
      forms.updateField('f1', 'q1', {}),
      forms.removeField('f1', '..'),
      forms.removeSection('', 's1'),
    ];
    for (const call of calls) expect(await failureOf(call)).toBeInstanceOf(InvalidInputError);
    expect(requests()).toEqual([]);
  });
});

describe('a section', () => {
  const other = { ...SECTION, id: 's0' };

  it.each<[string, Step]>([
    ['itself', json(201, { data: SECTION })],
    ['the whole form', json(201, { data: { ...FORM, sections: [other, SECTION] } })],
    ['a message', json(200, { message: 'Section added.' })],
    ['nothing', bytes(204, '')],
    ['a body that is not JSON', bytes(200, 'OK')],
  ])('is added and found in its form if MyTPE returns %s', async (_what, response) => {
    harness.server.script(response, form({ sections: [other, SECTION] }));
    const input = { title: 'Delivery', position: 1 };
    expect(await harness.client().forms.addSection('f1', input)).toEqual(SECTION);
    expect(sent()).toEqual(input);
    expect(requests()).toEqual(['POST /forms/f1/sections', 'GET /forms/f1']);
  });

  it('is found by the id in the response if two have the same title', async () => {
    harness.server.script(json(201, { data: other }), form({ sections: [other, SECTION] }));
    expect((await harness.client().forms.addSection('f1', { title: 'Delivery' })).id).toBe('s0');
  });

  it('that the form does not contain causes a NotAppliedError', async () => {
    harness.server.script(json(201, { data: SECTION }), form({ sections: [] }));
    const error = await failureOf(harness.client().forms.addSection('f1', { title: 'Delivery' }));
    expect(error).toMatchObject({ name: 'NotAppliedError', outcome: 'unknown' });
    expect(error.message).toContain('adding a section');
  });

  it('is updated and removed', async () => {
    harness.server.script(json(200, {}), form({ sections: [{ ...SECTION, title: 'To' }] }), json(404, {}));
    const { forms } = harness.client();
    expect((await forms.updateSection('f1', 's1', { title: 'To' })).title).toBe('To');
    await forms.removeSection('f1', 's1');
    expect(sent()).toEqual({ title: 'To' });
    expect(requests()).toEqual(['PATCH /forms/f1/sections/s1', 'GET /forms/f1', 'DELETE /forms/f1/sections/s1']);
  });
});

describe('a field', () => {
  it('is sent in the format of the reference, and found in its form with its raw content', async () => {
    const received = { ...FIELD, placeholder: 'Choisir', rules: { max: 58.5 } };
    harness.server.script(json(201, { data: { id: 'q1' } }), form({ fields: [received] }));
    const field = await harness.client().forms.addField('f1', NEW_FIELD);
    expect(field).toEqual({ ...FIELD, raw: received });
    expect(sent()).toEqual(NEW_FIELD);
    expect(requests()).toEqual(['POST /forms/f1/fields', 'GET /forms/f1']);
  });

  it('is updated and removed', async () => {
    harness.server.script(json(200, {}), form({ fields: [{ ...FIELD, label: 'Where' }] }), json(200, {}));
    const { forms } = harness.client();
    expect((await forms.updateField('f1', 'q1', { label: 'Where', section_id: null })).label).toBe('Where');
    await forms.removeField('f1', 'q1');
    expect(sent()).toEqual({ label: 'Where', section_id: null });
    expect(requests()).toEqual(['PATCH /forms/f1/fields/q1', 'GET /forms/f1', 'DELETE /forms/f1/fields/q1']);
  });

  it('that MyTPE rejects causes an error by field', async () => {
    const errors = { 'options.0.value': ['Taken.'], input_name: ['Taken.'] };
    harness.server.script(json(422, { message: 'Invalid.', errors }));
    expect(await failureOf(harness.client().forms.addField('f1', NEW_FIELD))).toMatchObject({
      outcome: 'rejected',
      fields: { options: ['Taken.'], input_name: ['Taken.'] },
    });
  });

  it('is not added again if the response is lost', async () => {
    harness.server.script(hangUp);
    const error = await failureOf(harness.client().forms.addField('f1', NEW_FIELD));
    expect(error).toMatchObject({ name: 'ConnectionError', outcome: 'unknown' });
    expect(requests()).toEqual(['POST /forms/f1/fields']);
  });
});
