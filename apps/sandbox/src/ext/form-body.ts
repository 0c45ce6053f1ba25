import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { MAX_FILE_BYTES, type Upload } from '../files/file-rules.ts';
import { invalidFields } from './problem.ts';

/** A request’s texts and files. `null` stands for a text that was sent empty, which clears the field. */
export interface FormBody {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, Upload>>;
}

const LIMITS = {
  fieldNameSize: 200,
  fieldSize: 64 * 1024,
  fields: 50,
  files: 3,
  parts: 53,
  // One byte more than allowed: a file that reaches it is too large.
  fileSize: MAX_FILE_BYTES + 1,
};

export async function registerFormBody(app: FastifyInstance): Promise<void> {
  await app.register(multipart, { limits: LIMITS, throwFileSizeLimit: false });
}

/** Reads a multipart form or a JSON object. The reference names multipart, and JSON for requests without a file. */
export async function readForm(request: FastifyRequest): Promise<FormBody> {
  if (request.isMultipart()) return readMultipart(request);
  const body = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw invalidFields({ body: ['The body must be a multipart form or a JSON object.'] });
  }
  return { fields: Object.fromEntries(Object.entries(body)), files: {} };
}

async function readMultipart(request: FastifyRequest): Promise<FormBody> {
  const fields: Record<string, unknown> = Object.create(null);
  const files: Record<string, Upload> = Object.create(null);
  for await (const part of request.parts()) {
    if (part.type === 'file') files[part.fieldname] = await readFile(part);
    else fields[part.fieldname] = part.value === '' ? null : part.value;
  }
  return { fields, files };
}

async function readFile(part: MultipartFile): Promise<Upload> {
  const bytes = await part.toBuffer();
  return { bytes, name: part.filename, isTooLarge: part.file.truncated || bytes.length > MAX_FILE_BYTES };
}
