import { z } from 'zod';

import { NotAppliedError } from '../errors/not-applied-error.ts';
import { type ApiRequest, type TextAnswer, pathSegment } from '../transport/api-request.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { Id } from '../wire/fields.ts';
import { changesBody, newBody } from '../wire/json-body.ts';
import { parseJson } from '../wire/json-text.ts';
import type { Collection, ListQuery } from './collection.ts';
import { deleteItem } from './delete-item.ts';
import type { Form } from './form.ts';

/** Sections, or fields. */
export interface PartKind<Part extends { readonly id: string }> {
  /** What messages call one. */
  readonly name: 'section' | 'field';
  readonly path: 'sections' | 'fields';
  /** The field whose value tells a new part from the others, should the answer not. */
  readonly known_by: string & keyof Part;
  readonly input: z.ZodType<object>;
  readonly patch: z.ZodType<object>;
  of(form: Form): readonly Part[] | null | undefined;
}

const Added = z.object({ data: z.object({ id: Id }) });

/** What is answered is not documented, JSON or not: the id of the part if it is there, whatever else. */
const ADDED: TextAnswer<{ readonly id: string | undefined }> = {
  accept: 'application/json',
  maxBytes: 1024 * 1024,
  parse(text) {
    try {
      return { id: Added.safeParse(parseJson(text)).data?.data.id };
    } catch {
      return { id: undefined };
    }
  },
};

/** The parts of forms. Whatever MyTPE answers, the form is read afterwards, and its parts are what counts. */
export class FormParts<Part extends { readonly id: string }> {
  readonly #transport: Transport;
  readonly #forms: Collection<Form, ListQuery>;
  readonly #kind: PartKind<Part>;

  constructor(transport: Transport, forms: Collection<Form, ListQuery>, kind: PartKind<Part>) {
    this.#transport = transport;
    this.#forms = forms;
    this.#kind = kind;
  }

  add(formId: string, input: object, options: CallOptions | undefined): Promise<Part> {
    const { name, known_by } = this.#kind;
    return this.#transport.run(options, async (send) => {
      const body = newBody(this.#kind.input, `new ${name}`, input);
      const path = this.#pathOf(formId);
      const { id } = await send({ role: 'write', method: 'POST', path, body, answer: ADDED });
      const parts = await send(this.#reading(formId));
      const twin = (part: Part) => part[known_by] === (input as Part)[known_by];
      return (
        parts.find((part) => part.id === id) ?? parts.findLast(twin) ?? this.#notApplied(`adding a ${name}`, formId)
      );
    });
  }

  update(formId: string, id: string, changes: object, options: CallOptions | undefined): Promise<Part> {
    const { name, patch } = this.#kind;
    return this.#transport.run(options, async (send) => {
      const body = changesBody(patch, `${name} changes`, changes);
      await send({ role: 'write', method: 'PATCH', path: this.#pathOf(formId, id), body, answer: 'ignored' });
      const parts = await send(this.#reading(formId));
      return parts.find((part) => part.id === id) ?? this.#notApplied(`update of ${name} ${id}`, formId);
    });
  }

  remove(formId: string, id: string, options: CallOptions | undefined): Promise<void> {
    return this.#transport.run(options, async (send) => await deleteItem(send, this.#pathOf(formId, id)));
  }

  #pathOf(formId: string, id?: string): string {
    const all = `${this.#forms.pathOf(formId)}/${this.#kind.path}`;
    return id === undefined ? all : `${all}/${pathSegment(id)}`;
  }

  #reading(formId: string): ApiRequest<readonly Part[]> {
    const reading = this.#forms.reading(formId, 'confirm');
    const answer = (reading.answer as z.ZodType<Form>).transform((form) => this.#kind.of(form) ?? []);
    return { ...reading, answer };
  }

  #notApplied(action: string, formId: string): never {
    throw new NotAppliedError(action, formId, undefined, 'form');
  }
}
