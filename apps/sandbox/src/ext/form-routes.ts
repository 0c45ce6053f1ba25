import { randomUUID } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { FORM_STATUSES, Form } from '../model/records.ts';
import { timeOf, type World } from '../model/world.ts';
import { readFields, refuse } from './fields.ts';
import type { FormBody } from './form-body.ts';
import { createdFormView, formListView, formOf, formView, requireFree, touchForm } from './forms.ts';
import { FormInput } from './form-fields.ts';
import { registerFormPartRoutes } from './form-part-routes.ts';
import type { ListAddress } from './listing.ts';
import { type FieldErrors, wrongState } from './problem.ts';
import { BY_ANALOGY, type Resource, registerResource } from './resource-routes.ts';

const PUBLISHED = 'The response to publish is not documented: {data} or {message}.';

/** Registers `/forms`: the questions for payers, in sections and fields. */
export function registerFormRoutes(app: FastifyInstance, world: World, addressOf: (url: string) => ListAddress): void {
  registerResource(app, formResource(world), addressOf);
  app.post<{ Params: { id: string } }>('/forms/:id/publish', (request) => {
    const form = formOf(world, request.params.id);
    request.call?.assumed.push(PUBLISHED);
    if (form.status !== 'draft') throw wrongState(`This form is ${form.status}. Only a draft can be published.`);
    form.status = 'published';
    touchForm(world, form);
    return { data: formView(form) };
  });
  registerFormPartRoutes(app, world);
}

function formResource(world: World): Resource<Form> {
  return {
    path: '/forms',
    name: ['FORM', 'Form'],
    rules: { filters: { status: FORM_STATUSES }, sortable: ['created_at', 'updated_at', 'name', 'status'] },
    updateMethod: 'PATCH',
    assumed: BY_ANALOGY,
    items: () => world.forms,
    searched: ({ name }) => name,
    listView: formListView,
    view: formView,
    create: (form) => createdFormView(create(world, form)),
    change: (item, form) => {
      const { name, industry, description, meta } = item;
      const merged = { name, industry, description, meta, ...form.fields };
      Object.assign(item, read({ ...form, fields: merged }));
      touchForm(world, item);
      return formView(item);
    },
    remove: (item) => {
      requireFree(world, item, 'deleted');
      world.forms.delete(item.id);
      world.revision += 1;
    },
  };
}

function create(world: World, body: FormBody): Form {
  const now = timeOf(world);
  const form = Form.parse({ id: randomUUID(), status: 'draft', ...read(body), created_at: now, updated_at: now });
  world.forms.set(form.id, form);
  world.revision += 1;
  return form;
}

function read(body: FormBody) {
  const errors: FieldErrors = {};
  const fields = readFields(FormInput, body, errors);
  refuse(errors);
  return fields!;
}
