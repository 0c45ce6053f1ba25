import { NotAppliedError } from '../errors/not-applied-error.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { changesBody, newBody } from '../wire/json-body.ts';
import { Collection, type ListQuery } from './collection.ts';
import { deleteItem } from './delete-item.ts';
import {
  FieldPatch,
  type FormChanges,
  type FormFieldChanges,
  type FormFieldInput,
  type FormInput,
  FormPatch,
  type FormSectionChanges,
  type FormSectionInput,
  NewField,
  NewForm,
  NewSection,
  SectionPatch,
} from './form-input.ts';
import { FormParts, type PartKind } from './form-parts.ts';
import { Form, type FormField, type FormSection } from './form.ts';

const SECTIONS: PartKind<FormSection> = {
  name: 'section',
  path: 'sections',
  known_by: 'title',
  input: NewSection,
  patch: SectionPatch,
  of: ({ sections }) => sections,
};
const FIELDS: PartKind<FormField> = {
  name: 'field',
  path: 'fields',
  known_by: 'input_name',
  input: NewField,
  patch: FieldPatch,
  of: ({ fields }) => fields,
};

/**
 * Forms (`/forms`) with their sections and fields. Every failed write carries its `outcome`. MyTPE does not say whether a
 * published form may still change: once a link asks for it, make another instead.
 */
export class Forms {
  readonly #transport: Transport;
  readonly #forms: Collection<Form, ListQuery>;
  readonly #sections: FormParts<FormSection>;
  readonly #fields: FormParts<FormField>;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#forms = new Collection(transport, '/forms', Form);
    this.#sections = new FormParts(transport, this.#forms, SECTIONS);
    this.#fields = new FormParts(transport, this.#forms, FIELDS);
  }

  list(query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#forms.list(query, options);
  }

  listAll(query?: ListQuery, options?: CallOptions) {
    return this.#forms.listAll(query, options);
  }

  /** With its sections and fields. */
  get(id: string, options?: CallOptions) {
    return this.#forms.get(id, options);
  }

  /**
   * Makes a draft without sections and fields, and reads it back. Not idempotent: after an error whose `outcome` is
   * `unknown`, list with `search` before creating another.
   * @throws InvalidInputError before anything is sent.
   */
  create(input: FormInput, options?: CallOptions): Promise<Form> {
    return this.#transport.run(options, async (send) => {
      const { id } = await send(this.#forms.creating(newBody(NewForm, 'new form', input)));
      return await send(this.#forms.reading(id, 'confirm'));
    });
  }

  /** Changes the form's own fields and reads it back. @throws InvalidInputError before anything is sent. */
  update(id: string, changes: FormChanges, options?: CallOptions): Promise<Form> {
    return this.#transport.run(options, async (send) => {
      const body = changesBody(FormPatch, 'form changes', changes);
      await send({ role: 'write', method: 'PATCH', path: this.#forms.pathOf(id), body, answer: 'ignored' });
      return await send(this.#forms.reading(id, 'confirm'));
    });
  }

  /** `draft` → `published`: from then on links can ask for it. @throws NotAppliedError when it is still a draft. */
  publish(id: string, options?: CallOptions): Promise<Form> {
    return this.#transport.run(options, async (send) => {
      await send({ role: 'write', method: 'POST', path: `${this.#forms.pathOf(id)}/publish`, answer: 'ignored' });
      const form = await send(this.#forms.reading(id, 'confirm'));
      if (form.status === 'draft') throw new NotAppliedError('publish', id, form.status, 'form');
      return form;
    });
  }

  /** Resolves also when there was none. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#forms.pathOf(id)));
  }

  /**
   * Resolves with the section as the form has it afterwards. Not idempotent.
   * @throws InvalidInputError before anything is sent; NotAppliedError when the form has no such section.
   */
  addSection(formId: string, input: FormSectionInput, options?: CallOptions): Promise<FormSection> {
    return this.#sections.add(formId, input, options);
  }

  /** Like {@link addSection}. */
  updateSection(formId: string, id: string, changes: FormSectionChanges, options?: CallOptions): Promise<FormSection> {
    return this.#sections.update(formId, id, changes, options);
  }

  /** Resolves also when there was none. What becomes of its fields, MyTPE does not say. */
  removeSection(formId: string, id: string, options?: CallOptions): Promise<void> {
    return this.#sections.remove(formId, id, options);
  }

  /**
   * Resolves with the field as the form has it afterwards. Not idempotent.
   * @throws InvalidInputError before anything is sent; NotAppliedError when the form has no such field.
   */
  addField(formId: string, input: FormFieldInput, options?: CallOptions): Promise<FormField> {
    return this.#fields.add(formId, input, options);
  }

  /** Like {@link addField}. */
  updateField(formId: string, id: string, changes: FormFieldChanges, options?: CallOptions): Promise<FormField> {
    return this.#fields.update(formId, id, changes, options);
  }

  /** Resolves also when there was none. */
  removeField(formId: string, id: string, options?: CallOptions): Promise<void> {
    return this.#fields.remove(formId, id, options);
  }
}
