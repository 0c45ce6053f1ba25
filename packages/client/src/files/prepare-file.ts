import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { gaveUpReading } from '../transport/failure.ts';
import type { PreparedFile } from '../transport/multipart.ts';
import { describeSize } from '../wire/describe-size.ts';
import { type FileInput, openSource } from './file-input.ts';
import { extensionOf, labelOf, typeByContent, typeByExtension, usualExtension } from './file-kinds.ts';
import { FileProblem } from './file-problem.ts';
import { type FileRule, describeRule } from './file-rule.ts';
import { readBytes } from './read-bytes.ts';

/** What is sent for a file that neither is declared as anything nor holds anything. */
const UNKNOWN_TYPE = 'application/octet-stream';
const MAX_NAME_LENGTH = 255;

/**
 * Reads a file and checks everything that can be known before it is sent. An empty file passes: MyTPE decides.
 * @throws InvalidInputError under the name of `field`; AbortError or TimeoutError once `signal` aborts.
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
    throw signal.aborted ? gaveUpReading(signal.reason) : error;
  }
}

/** The file's type, which its declared type (else its extension) and its first bytes agree on. */
function checkedType(file: { name: string; type: string | undefined; bytes: Uint8Array }, rule: FileRule): string {
  const { name, bytes } = file;
  const extension = extensionOf(name);
  const claimed = declaredType(file.type) ?? (extension && (typeByExtension(extension) ?? `.${extension}`));
  if (claimed !== undefined && !isAllowed(claimed, rule)) throw notAllowed(name, `is ${labelOf(claimed)}`, rule);
  if (bytes.length === 0) return claimed ?? UNKNOWN_TYPE;
  const found = typeByContent(bytes);
  const holds = `holds ${found === undefined ? 'something else' : labelOf(found)}`;
  if (claimed === undefined) {
    if (found !== undefined && isAllowed(found, rule)) return found;
    throw notAllowed(name, holds, rule);
  }
  if (claimed === found) return found;
  throw notAllowed(name, `is ${labelOf(claimed)} by its name or type, but ${holds}`, rule);
}

/** Without parameters and with one name for JPEG; `undefined` when it says nothing. */
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
