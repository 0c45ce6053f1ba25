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

const KINDS = {
  pdf: { type: 'application/pdf', starts: '25504446' },
  png: { type: 'image/png', starts: '89504e470d0a1a0a' },
  jpg: { type: 'image/jpeg', starts: 'ffd8ff' },
} as const;
export type FileKind = keyof typeof KINDS;

/** Which files a request may carry, and what each may be. */
export type FileRules = Readonly<Record<string, readonly FileKind[]>>;

/** The files that may be kept, by field; what is wrong with the others goes into `errors`. */
export function checkFiles(
  world: World,
  uploads: Readonly<Record<string, Upload>>,
  rules: FileRules,
  errors: FieldErrors,
): Record<string, CheckedFile> {
  const checked: Record<string, CheckedFile> = {};
  for (const [field, upload] of Object.entries(uploads)) {
    const kinds = rules[field];
    const problem = kinds === undefined ? 'is no file that this request may carry' : fileProblem(world, upload, kinds);
    if (problem !== null) errors[field] = [`The ${field} ${problem}.`];
    else checked[field] = accepted(upload);
  }
  return checked;
}

function fileProblem(world: World, { bytes, isTooLarge }: Upload, kinds: readonly FileKind[]): string | null {
  if (isTooLarge) return `must not be greater than ${MAX_FILE_BYTES / 1024} kilobytes`;
  const kind = kindOf(bytes);
  if (kind === null || !kinds.includes(kind)) return `must be a file of type: ${kinds.join(', ')}`;
  return hasRoomFor(world, bytes.length) ? null : 'does not fit: this sandbox holds too many files, reset it';
}

function accepted({ bytes, name }: Upload): CheckedFile {
  const extension = kindOf(bytes)!;
  return { bytes, name, extension, type: KINDS[extension].type };
}

/** By its own first bytes, whatever its sender calls it. */
function kindOf(bytes: Buffer): FileKind | null {
  const start = bytes.subarray(0, 8).toString('hex');
  const kinds = Object.keys(KINDS) as FileKind[];
  return kinds.find((kind) => start.startsWith(KINDS[kind].starts)) ?? null;
}
