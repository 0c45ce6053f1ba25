import type { Form, FormField, FormSection } from '../model/records.ts';
import { SEEDED_IDS } from '../model/seed.ts';

/** What a create answers: the documented part of the object. */
export function createdFormView(form: Form): object {
  const { id, name, status } = form;
  return { id, name, status, sections: form.sections.map(sectionView(form)), fields: form.fields.map(fieldView) };
}

/** A form as a list shows it. */
export function formListView({ id, name, description, industry, status, meta }: Form): object {
  const rest = { is_template: false, template_id: null, meta };
  return { id, trader_id: SEEDED_IDS.trader, name, description, industry, status, ...rest };
}

/** A form read on its own, with its sections and fields. */
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
