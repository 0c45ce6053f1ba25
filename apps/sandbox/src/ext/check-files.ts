import { type FileKind, MAX_FILE_BYTES, type Upload, kindOf, mimeTypeOf } from '../files/file-rules.ts';
import { type CheckedFile, hasRoomFor } from '../files/storage.ts';
import type { World } from '../model/world.ts';
import type { FormBody } from './form-body.ts';
import type { FieldErrors } from './problem.ts';

/** The files that a request may carry, by field, and their permitted kinds. */
export type FileRules = Readonly<Record<string, readonly FileKind[]>>;

/** Returns the files to keep, by field. Problems with the others go into `errors`. */
export function checkFiles(
  world: World,
  { fields, files }: FormBody,
  rules: FileRules,
  errors: FieldErrors,
): Record<string, CheckedFile> {
  const checked: Record<string, CheckedFile> = {};
  const incoming = Object.values(files).reduce((total, { bytes }) => total + bytes.length, 0);
  const room = hasRoomFor(world, incoming);
  for (const [field, upload] of Object.entries(files)) {
    const problem = fileProblem(upload, rules[field], room);
    if (problem !== null) errors[field] = [`The ${field} ${problem}.`];
    else checked[field] = accepted(upload);
  }
  for (const field of Object.keys(rules)) {
    const isText = !(field in files) && (fields[field] ?? null) !== null;
    if (isText) errors[field] = [`The ${field} must be a file: a part of a multipart form that has a filename.`];
  }
  return checked;
}

function fileProblem(
  { bytes, isTooLarge }: Upload,
  kinds: readonly FileKind[] | undefined,
  hasRoom: boolean,
): string | null {
  if (kinds === undefined) return 'is not a file that this request accepts';
  if (isTooLarge) return `must not be greater than ${MAX_FILE_BYTES / 1024} kilobytes`;
  const kind = kindOf(bytes);
  if (kind === null || !kinds.includes(kind)) return `must be a file of type: ${kinds.join(', ')}`;
  return hasRoom ? null : 'does not fit: the sandbox’s file storage is full, reset the sandbox';
}

function accepted({ bytes, name }: Upload): CheckedFile {
  const extension = kindOf(bytes)!;
  return { bytes, name, extension, type: mimeTypeOf(extension) };
}
