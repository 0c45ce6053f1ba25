import { NotAppliedError } from '../errors.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { changesBody, newBody } from '../wire/input-fields.ts';
import { Collection, type ListQuery, deleteItem } from './collection.ts';
import { FormParts, type PartKind } from './form-parts.ts';
import {
  FieldPatch,
  Form,
  type FormChanges,
  type FormField,
  type FormFieldChanges,
  type FormFieldInput,
  type FormInput,
  FormPatch,
  type FormSection,
  type FormSectionChanges,
  type FormSectionInput,
  NewField,
  NewForm,
  NewSection,
  SectionPatch,
} from './form.ts';

const SECTIONS: PartKind<FormSection> = {
  name: 'section',
  path: 'sections',
  matchBy: 'title',
  input: NewSection,
  patch: SectionPatch,
  of: ({ sections }) => sections,
};
const FIELDS: PartKind<FormField> = {
  name: 'field',
  path: 'fields',
  matchBy: 'input_name',
  input: NewField,
  patch: FieldPatch,
  of: ({ fields }) => fields,
};

/**
 * Forms (`/forms`) with their sections and fields. The error of a failed write has an `outcome`. MyTPE does not
 * document whether a published form may change. Create another form instead of changing a form that a link uses.
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

  /** Reads one page. Default: the first page. */
  list(query?: ListQuery & { readonly page?: number }, options?: CallOptions) {
    return this.#forms.list(query, options);
  }

  /** Yields all items. Reads the next page when it is needed. */
  listAll(query?: ListQuery, options?: CallOptions) {
    return this.#forms.listAll(query, options);
  }

  /** Reads a form with its sections and fields. */
  get(id: string, options?: CallOptions) {
    return this.#forms.get(id, options);
  }

  /**
   * Creates a draft without sections and fields, and reads it back. Not idempotent: if `outcome` is `unknown`, list the
   * forms with `search` before you create another one.
   * @throws InvalidInputError before anything is sent.
   */
  create(input: FormInput, options?: CallOptions): Promise<Form> {
    return this.#transport.run(options, async (send) => {
      const { id } = await send(this.#forms.creating(newBody(NewForm, 'new form', input)));
      return await send(this.#forms.reading(id, 'confirm'));
    });
  }

  /** Updates the form's own properties and reads it back. @throws InvalidInputError before anything is sent. */
  update(id: string, changes: FormChanges, options?: CallOptions): Promise<Form> {
    return this.#transport.run(options, async (send) => {
      const body = changesBody(FormPatch, 'form changes', changes);
      await send({ role: 'write', method: 'PATCH', path: this.#forms.pathOf(id), body, response: 'ignored' });
      return await send(this.#forms.reading(id, 'confirm'));
    });
  }

  /** Publishes a draft, so that links can use it. @throws NotAppliedError if the form is still a draft. */
  publish(id: string, options?: CallOptions): Promise<Form> {
    return this.#transport.run(options, async (send) => {
      await send({ role: 'write', method: 'POST', path: `${this.#forms.pathOf(id)}/publish`, response: 'ignored' });
      const form = await send(this.#forms.reading(id, 'confirm'));
      if (form.status === 'draft') throw new NotAppliedError('publish', id, form.status, 'form');
      return form;
    });
  }

  /** Deletes a form. Succeeds if it does not exist. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#forms.pathOf(id)));
  }

  /**
   * Adds a section and returns it as read from the form. Not idempotent.
   * @throws InvalidInputError before anything is sent; NotAppliedError if the form does not contain the section
   *   afterwards.
   */
  addSection(formId: string, input: FormSectionInput, options?: CallOptions): Promise<FormSection> {
    return this.#sections.add(formId, input, options);
  }

  /** Updates a section. Otherwise like {@link addSection}. */
  updateSection(formId: string, id: string, changes: FormSectionChanges, options?: CallOptions): Promise<FormSection> {
    return this.#sections.update(formId, id, changes, options);
  }

  /** Removes a section. Succeeds if it does not exist. MyTPE does not document what happens to its fields. */
  removeSection(formId: string, id: string, options?: CallOptions): Promise<void> {
    return this.#sections.remove(formId, id, options);
  }

  /**
   * Adds a field and returns it as read from the form. Not idempotent.
   * @throws InvalidInputError before anything is sent; NotAppliedError if the form does not contain the field
   *   afterwards.
   */
  addField(formId: string, input: FormFieldInput, options?: CallOptions): Promise<FormField> {
    return this.#fields.add(formId, input, options);
  }

  /** Updates a field. Otherwise like {@link addField}. */
  updateField(formId: string, id: string, changes: FormFieldChanges, options?: CallOptions): Promise<FormField> {
    return this.#fields.update(formId, id, changes, options);
  }

  /** Removes a field. Succeeds if it does not exist. */
  removeField(formId: string, id: string, options?: CallOptions): Promise<void> {
    return this.#fields.remove(formId, id, options);
  }
}
