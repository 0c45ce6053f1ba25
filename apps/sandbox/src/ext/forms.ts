import { currentLinks, timeOf, type World } from '../model/world.ts';
import { notFound, wrongState } from './problem.ts';
import type { Form, FormField, FormSection } from '../model/records.ts';
import { SEEDED_IDS } from '../model/seed.ts';

export function formOf(world: World, id: string): Form {
  const form = world.forms.get(id);
  if (form === undefined) throw notFound('FORM', 'Form');
  return form;
}

export function touchForm(world: World, form: Form): void {
  form.updated_at = timeOf(world);
  world.revision += 1;
}

/** Refuses to change a form on a live link. The payer must see the questions that the merchant saw. */
export function requireFree(world: World, { id, status }: Form, what: string): void {
  if (status !== 'published') return;
  const live = currentLinks(world).find((link) => link.form_id === id && ['active', 'paused'].includes(link.status));
  if (live === undefined) return;
  throw wrongState(`This form is attached to the ${live.status} link “${live.title}” and cannot be ${what}.`);
}

/** The response to a create: the documented part of the object. */
export function createdFormView(form: Form): object {
  const { id, name, status } = form;
  return { id, name, status, sections: form.sections.map(sectionView(form)), fields: form.fields.map(fieldView) };
}

/** A form as a list item. */
export function formListView({ id, name, description, industry, status, meta }: Form): object {
  const rest = { is_template: false, template_id: null, meta };
  return { id, trader_id: SEEDED_IDS.trader, name, description, industry, status, ...rest };
}

/** A single form, with its sections and fields. */
export function formView(form: Form): object {
  return {
    ...formListView(form),
    sections: form.sections.map(sectionView(form)),
    fields: form.fields.map(fieldView),
  };
}

export const sectionView =
  ({ id: form_id }: Form) =>
  ({ id, title, description, position }: FormSection): object => ({ id, form_id, title, description, position });

export function fieldView(field: FormField): object {
  const { id, section_id, input_name, label, data_type, is_required, position, options } = field;
  return { id, section_id, input_name, label, data_type, is_required, position, options: options ?? [] };
}
