import { randomUUID } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';

import type { Form, FormField, FormSection } from '../model/records.ts';
import type { World } from '../model/world.ts';
import { readFields, refuse } from './fields.ts';
import { type FormBody, readForm } from './form-body.ts';
import { QuestionInput, SectionInput } from './form-fields.ts';
import { fieldView, formOf, requireFree, sectionView, touchForm } from './forms.ts';
import { type FieldErrors, notFound } from './problem.ts';

interface OfForm {
  Params: { id: string };
}
interface OfPart {
  Params: { id: string; partId: string };
}

const ASSUMED = 'The responses for sections and fields are not documented: {data}, or {message} for a removal.';
const MAX_PARTS = 200;

/** One of the two lists that make up a form. */
interface Parts<Part extends { readonly id: string }, Input> {
  readonly path: 'sections' | 'fields';
  readonly name: readonly [code: string, label: string];
  readonly schema: z.ZodType<Input>;
  readonly of: (form: Form) => Part[];
  readonly make: (id: string, input: Input, position: number) => Part;
  /** The part in the spelling of a request. */
  readonly spelled: (part: Part) => Record<string, unknown>;
  readonly view: (form: Form, part: Part) => object;
  /** Checks that need more than the part itself. */
  readonly check: (form: Form, input: Input, self: Part | null, errors: FieldErrors) => void;
}

const SECTIONS: Parts<FormSection, z.output<typeof SectionInput>> = {
  path: 'sections',
  name: ['FORM_SECTION', 'Section'],
  schema: SectionInput,
  of: ({ sections }) => sections,
  make: (id, { title, description, position: asked }, position) => ({
    id,
    title,
    description,
    position: asked ?? position,
  }),
  spelled: ({ title, description, position }) => ({ title, description, position }),
  view: (form, section) => sectionView(form)(section),
  check: () => {},
};

const FIELDS: Parts<FormField, z.output<typeof QuestionInput>> = {
  path: 'fields',
  name: ['FORM_FIELD', 'Field'],
  schema: QuestionInput,
  of: ({ fields }) => fields,
  make: (id, { position: asked, ...input }, position) => ({ id, ...input, position: asked ?? position }),
  spelled: ({ id: _id, ...field }) => field,
  view: (_form, field) => fieldView(field),
  check: (form, { input_name, section_id }, self, errors) => {
    const taken = form.fields.some((field) => field !== self && field.input_name === input_name);
    if (taken) errors['input_name'] = ['Another field of this form has this input_name.'];
    if (section_id !== null && !form.sections.some(({ id }) => id === section_id)) {
      errors['section_id'] = ['This form has no section of this id.'];
    }
  },
};

/** Registers `/forms/{id}/sections` and `/forms/{id}/fields`. */
export function registerFormPartRoutes(app: FastifyInstance, world: World): void {
  registerParts(app, world, SECTIONS);
  registerParts(app, world, FIELDS);
}

function registerParts<Part extends { readonly id: string }, Input>(
  app: FastifyInstance,
  world: World,
  parts: Parts<Part, Input>,
): void {
  const path = `/forms/:id/${parts.path}`;
  const open = (request: FastifyRequest<OfForm>): Form => {
    const form = formOf(world, request.params.id);
    request.call?.assumed.push(ASSUMED);
    requireFree(world, form, 'changed');
    return form;
  };
  const find = (request: FastifyRequest<OfPart>): [Form, number] => {
    const form = open(request);
    const at = parts.of(form).findIndex(({ id }) => id === request.params.partId);
    if (at === -1) throw notFound(...parts.name);
    return [form, at];
  };
  const read = (body: FormBody, form: Form, self: Part | null): Input => {
    const errors: FieldErrors = {};
    const fields = { ...(self === null ? {} : parts.spelled(self)), ...body.fields };
    const input = readFields(parts.schema, { ...body, fields }, errors);
    if (input !== null) parts.check(form, input, self, errors);
    if (self === null && parts.of(form).length >= MAX_PARTS) errors[parts.path] = [`A form has at most ${MAX_PARTS}.`];
    refuse(errors);
    return input!;
  };

  app.post<OfForm>(path, async (request, reply) => {
    const body = await readForm(request);
    const form = open(request);
    const list = parts.of(form);
    const part = parts.make(randomUUID(), read(body, form, null), list.length + 1);
    list.push(part);
    touchForm(world, form);
    reply.code(201);
    return { data: parts.view(form, part) };
  });
  app.patch<OfPart>(`${path}/:partId`, async (request) => {
    const body = await readForm(request);
    const [form, at] = find(request);
    const list = parts.of(form);
    const input = read(body, form, list[at]!);
    list[at] = parts.make(list[at]!.id, input, at + 1);
    touchForm(world, form);
    return { data: parts.view(form, list[at]) };
  });
  app.delete<OfPart>(`${path}/:partId`, (request) => {
    const [form, at] = find(request);
    const [removed] = parts.of(form).splice(at, 1);
    // The questions of the section stay in the form, without a section.
    for (const field of form.fields) if (field.section_id === removed!.id) field.section_id = null;
    touchForm(world, form);
    return { message: `${parts.name[1]} deleted.` };
  });
}
