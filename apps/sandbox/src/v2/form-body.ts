import type { FastifyInstance, FastifyRequest } from 'fastify';
import multipart, { type MultipartFile } from '@fastify/multipart';

import { invalidFields } from './problem.ts';

const KIB = 1024;
/** The limit of ext’s images, because the v2 reference names no limit for a logo. */
export const MAX_LOGO_BYTES = 5 * KIB * KIB;
const LIMITS = { fieldNameSize: 200, fieldSize: 64 * KIB, fields: 200, files: 1, parts: 201, fileSize: MAX_LOGO_BYTES };
const BRACKETED = /^([^[\]]+)\[([^[\]]+)\]$/;

/** A file that was uploaded with a form. */
export interface Upload {
  readonly bytes: Buffer;
  /** The sender’s file name. It is not trusted and never used as a path. */
  readonly filename: string;
}

/** A form with parsed bracket names: `metadata[a]=b` becomes `fields.metadata.a`. Empty text counts as absent. */
export interface FormBody {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly logo: Upload | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The body that `readsForm` parsed. */
    form: FormBody;
  }
}

export async function registerFormBody(app: FastifyInstance): Promise<void> {
  await app.register(multipart, { limits: LIMITS });
}

/** Route options for a form: the handler finds the parsed body in `request.form`. */
export const readsForm = {
  preValidation: async (request: FastifyRequest): Promise<void> => {
    request.form = await readForm(request);
  },
};

/** Parses a multipart form, or a JSON object, which the reference does not document. */
async function readForm(request: FastifyRequest): Promise<FormBody> {
  if (request.isMultipart()) return readMultipart(request);
  request.call?.assumed.push('v2 documents multipart bodies for this route. The sandbox reads JSON in the same way.');
  const body = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw invalidFields({ body: ['The body must be a multipart form.'] });
  }
  return { fields: textFields(body), logo: null };
}

async function readMultipart(request: FastifyRequest): Promise<FormBody> {
  const fields: Record<string, unknown> = Object.create(null);
  let logo: Upload | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'file') logo = (await readFile(part)) ?? logo;
    else put(fields, part.fieldname, part.value);
  }
  return { fields, logo };
}

async function readFile(part: MultipartFile): Promise<Upload | null> {
  const bytes = await part.toBuffer();
  if (part.fieldname === 'logo') return { bytes, filename: part.filename };
  throw invalidFields({ [part.fieldname]: ['Only the logo may be a file.'] });
}

function put(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (value === '' || value === null || value === undefined) return;
  const [, group, key] = BRACKETED.exec(name) ?? [];
  if (group === undefined || key === undefined) {
    fields[name] = value;
    return;
  }
  const members = fields[group];
  if (typeof members === 'object' && members !== null) (members as Record<string, unknown>)[key] = value;
  else fields[group] = Object.assign(Object.create(null), { [key]: value });
}

/** Converts JSON to form fields, in which every value is text. */
function textFields(body: object): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'object' || value === null) put(fields, name, value === null ? '' : asText(value));
    else for (const [key, member] of Object.entries(value)) put(fields, `${name}[${key}]`, asText(member));
  }
  return fields;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
