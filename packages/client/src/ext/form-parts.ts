import { z } from 'zod';

import { NotAppliedError } from '../errors.ts';
import { type ApiRequest, type TextResponse, pathSegment } from '../transport/api-request.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { Id } from '../wire/fields.ts';
import { changesBody, newBody } from '../wire/input-fields.ts';
import { parseJson } from '../wire/json-text.ts';
import { type Collection, type ListQuery, deleteItem } from './collection.ts';
import type { Form } from './form.ts';

/** The differences between sections and fields. */
export interface PartKind<Part extends { readonly id: string }> {
  /** The name in messages. */
  readonly name: 'section' | 'field';
  readonly path: 'sections' | 'fields';
  /** The field that identifies a new part if the response contains no id. */
  readonly matchBy: string & keyof Part;
  readonly input: z.ZodType<object>;
  readonly patch: z.ZodType<object>;
  of(form: Form): readonly Part[] | null | undefined;
}

const Added = z.object({ data: z.object({ id: Id }) });

/** Reads the id of the part if the response contains one. MyTPE does not document this response; it may not be JSON. */
const ADDED: TextResponse<{ readonly id: string | undefined }> = {
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

/**
 * Sections or fields of forms. Each method ignores most of MyTPE's response, reads the form afterwards and returns the
 * part from it.
 */
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
    const { name, matchBy } = this.#kind;
    return this.#transport.run(options, async (send) => {
      const body = newBody(this.#kind.input, `new ${name}`, input);
      const path = this.#pathOf(formId);
      const { id } = await send({ role: 'write', method: 'POST', path, body, response: ADDED });
      const parts = await send(this.#reading(formId));
      const hasSameKey = (part: Part) => part[matchBy] === (input as Part)[matchBy];
      return (
        parts.find((part) => part.id === id) ??
        parts.findLast(hasSameKey) ??
        this.#notApplied(`adding a ${name}`, formId)
      );
    });
  }

  update(formId: string, id: string, changes: object, options: CallOptions | undefined): Promise<Part> {
    const { name, patch } = this.#kind;
    return this.#transport.run(options, async (send) => {
      const body = changesBody(patch, `${name} changes`, changes);
      await send({ role: 'write', method: 'PATCH', path: this.#pathOf(formId, id), body, response: 'ignored' });
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
    const response = (reading.response as z.ZodType<Form>).transform((form) => this.#kind.of(form) ?? []);
    return { ...reading, response };
  }

  #notApplied(action: string, formId: string): never {
    throw new NotAppliedError(action, formId, undefined, 'form');
  }
}
