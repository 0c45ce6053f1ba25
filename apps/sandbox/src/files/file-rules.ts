import type { FormBody } from '../ext/form-body.ts';
import type { FieldErrors } from '../ext/problem.ts';
import type { World } from '../model/world.ts';
import { type CheckedFile, hasRoomFor } from './storage.ts';

/** 5 MB, as documented: 5 × 1024 × 1024 bytes. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;

/** A file as it came. */
export interface Upload {
  readonly bytes: Buffer;
  /** As the sender called it: never trusted, never a path. */
  readonly name: string;
  /** It was longer than allowed and was not read to its end. */
  readonly isTooLarge: boolean;
}

/** Each kind of file with its MIME type and its first bytes in hex. */
const KINDS = {
  pdf: { type: 'application/pdf', starts: /^25504446/ },
  png: { type: 'image/png', starts: /^89504e470d0a1a0a/ },
  jpg: { type: 'image/jpeg', starts: /^ffd8ff/ },
  gif: { type: 'image/gif', starts: /^474946383[79]61/ },
  webp: { type: 'image/webp', starts: /^52494646.{8}57454250/ },
} as const;
export type FileKind = keyof typeof KINDS;

/** The images that browsers show, for logos whose limits the reference does not document. */
export const IMAGES = ['jpg', 'png', 'gif', 'webp'] as const satisfies readonly FileKind[];

/** Which files a request may carry, and what each may be. */
export type FileRules = Readonly<Record<string, readonly FileKind[]>>;

/** The files that may be kept, by field; what is wrong with the others goes into `errors`. */
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
  if (kinds === undefined) return 'is no file that this request may carry';
  if (isTooLarge) return `must not be greater than ${MAX_FILE_BYTES / 1024} kilobytes`;
  const kind = kindOf(bytes);
  if (kind === null || !kinds.includes(kind)) return `must be a file of type: ${kinds.join(', ')}`;
  return hasRoom ? null : 'does not fit: this sandbox holds too many files, reset it';
}

function accepted({ bytes, name }: Upload): CheckedFile {
  const extension = kindOf(bytes)!;
  return { bytes, name, extension, type: mimeTypeOf(extension) };
}

export function mimeTypeOf<Kind extends FileKind>(kind: Kind): (typeof KINDS)[Kind]['type'] {
  return KINDS[kind].type;
}

/** The kind of a file by its first bytes, not by its name or declared type; `null` for an unknown kind. */
export function kindOf(bytes: Buffer): FileKind | null {
  const start = bytes.subarray(0, 12).toString('hex');
  const kinds = Object.keys(KINDS) as FileKind[];
  return kinds.find((kind) => KINDS[kind].starts.test(start)) ?? null;
}
