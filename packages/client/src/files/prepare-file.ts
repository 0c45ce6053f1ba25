import { InvalidInputError } from '../errors.ts';
import { interruptedReadError } from '../transport/failure.ts';
import type { PreparedFile } from '../transport/multipart.ts';
import { describeSize } from '../wire/input-fields.ts';
import { type FileInput, FileProblem, openSource } from './file-input.ts';
import {
  type FileRule,
  describeRule,
  extensionOf,
  labelOf,
  typeByContent,
  typeByExtension,
  usualExtension,
} from './file-rule.ts';
import { readBytes } from './read-bytes.ts';

/** The media type of an empty file without a declared type. */
const UNKNOWN_TYPE = 'application/octet-stream';
const MAX_NAME_LENGTH = 255;

/**
 * Reads a file and validates its name, size and type. Accepts an empty file and leaves the decision to MyTPE.
 * @throws InvalidInputError with an error for `field`. AbortError or TimeoutError if `signal` aborts.
 */
export async function prepareFile(
  field: string,
  input: FileInput,
  rule: FileRule,
  signal: AbortSignal,
): Promise<PreparedFile> {
  try {
    const { name = '', type, size, content } = await openSource(input);
    if (name.length > MAX_NAME_LENGTH) throw new FileProblem(`has a name of more than ${MAX_NAME_LENGTH} characters`);
    if (size !== undefined && size > rule.maxBytes) throw notAllowed(name, `has ${describeSize(size)}`, rule);
    const bytes = await readBytes(content, rule.maxBytes, signal);
    if (bytes === undefined) throw notAllowed(name, 'is too large', rule);
    const known = checkedType({ name, type, bytes }, rule);
    return { name: name || defaultName(field, known), type: known, bytes };
  } catch (error) {
    if (error instanceof FileProblem) throw new InvalidInputError('file', { [field]: [error.message] });
    throw signal.aborted ? interruptedReadError(signal.reason) : error;
  }
}

/**
 * Returns the type of the file. The first bytes must match the declared type, or the extension if no type is declared.
 */
function checkedType(file: { name: string; type: string | undefined; bytes: Uint8Array }, rule: FileRule): string {
  const { name, bytes } = file;
  const extension = extensionOf(name);
  const claimed = declaredType(file.type) ?? (extension && (typeByExtension(extension) ?? `.${extension}`));
  if (claimed !== undefined && !isAllowed(claimed, rule)) throw notAllowed(name, `is ${labelOf(claimed)}`, rule);
  if (bytes.length === 0) return claimed ?? UNKNOWN_TYPE;
  const found = typeByContent(bytes);
  const contains = `contains ${found === undefined ? 'something else' : labelOf(found)}`;
  if (claimed === undefined) {
    if (found !== undefined && isAllowed(found, rule)) return found;
    throw notAllowed(name, contains, rule);
  }
  if (claimed === found) return found;
  throw notAllowed(name, `is ${labelOf(claimed)} by its name or type, but ${contains}`, rule);
}

/** Removes parameters and normalizes the name of JPEG. Returns `undefined` if the type is not informative. */
function declaredType(type: string | undefined): string | undefined {
  const bare = (type ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (bare === '' || bare === UNKNOWN_TYPE) return undefined;
  return bare === 'image/jpg' ? 'image/jpeg' : bare;
}

function isAllowed(type: string, { types }: FileRule): boolean {
  return (types as readonly string[]).includes(type);
}

function notAllowed(name: string, problem: string, rule: FileRule): FileProblem {
  return new FileProblem(`${name ? JSON.stringify(name) : 'the file'} ${problem}; allowed: ${describeRule(rule)}`);
}

function defaultName(field: string, type: string): string {
  const extension = usualExtension(type);
  return extension === undefined ? field : `${field}.${extension}`;
}
