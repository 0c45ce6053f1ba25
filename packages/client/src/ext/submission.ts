import { z } from 'zod';

import { type FieldMessages, InvalidInputError } from '../errors.ts';
import type { FileInput } from '../files/file-input.ts';
import type { FileRule } from '../files/file-rule.ts';
import { prepareFile } from '../files/prepare-file.ts';
import { type MultipartBody, type PreparedFile, multipart } from '../transport/multipart.ts';
import { checkedInput } from '../wire/input-fields.ts';

/** A file in the caller's input. Its content is checked when the client reads it. */
export const FileField = z.custom<FileInput>();

/** The caller's input, validated and with its files read. It can be sent several times. */
export interface Submission {
  /** `null` clears a field. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly files: Readonly<Record<string, PreparedFile>>;
}

/** The fields of an input that contain files. */
export type FileRules = Readonly<Record<string, FileRule>>;

/** The validation rules of an input. */
export interface SubmissionForm {
  /** The name of the input in messages. */
  readonly subject: string;
  readonly schema: z.ZodType<object>;
  readonly rules?: FileRules;
}

/** Like {@link readSubmission}, but rejects an input without any change. */
export async function readChanges(form: SubmissionForm, changes: object, signal: AbortSignal): Promise<Submission> {
  const submission = await readSubmission(form, changes, signal);
  const isEmpty = Object.keys({ ...submission.fields, ...submission.files }).length === 0;
  if (isEmpty) throw new InvalidInputError(form.subject, { input: ['must change something'] });
  return submission;
}

/** Validates an input and reads its files. @throws InvalidInputError with all errors, by field. */
export async function readSubmission(
  { subject, schema, rules = {} }: SubmissionForm,
  input: object,
  signal: AbortSignal,
): Promise<Submission> {
  const problems: Record<string, FieldMessages[string]> = {};
  const collect = (error: unknown) => {
    if (!(error instanceof InvalidInputError)) throw error;
    Object.assign(problems, error.fields);
  };
  const fields: Record<string, string | null> = {};
  const files: Record<string, PreparedFile> = {};
  try {
    const texts = Object.entries(checkedInput(schema, subject, input)).filter(([name]) => !(name in rules));
    Object.assign(fields, Object.fromEntries(texts.filter(([, value]) => value !== undefined)));
  } catch (error) {
    collect(error);
  }
  for (const [name, rule] of Object.entries(rules)) {
    const file = (Object(input) as Record<string, FileInput | undefined>)[name];
    if (file === undefined) continue;
    await prepareFile(name, file, rule, signal).then((prepared) => (files[name] = prepared), collect);
  }
  if (Object.keys(problems).length > 0) throw new InvalidInputError(subject, problems);
  return { fields, files };
}

/**
 * Encodes a submission as multipart, with the fields of `more` first. `null` becomes an empty string, because a form
 * has no null.
 */
export function formOf({ fields, files }: Submission, more: Readonly<Record<string, string>> = {}): MultipartBody {
  const texts = Object.entries({ ...more, ...fields });
  return multipart([
    ...texts.map(([name, value]) => ({ name, value: value ?? '' })),
    ...Object.entries(files).map(([name, file]) => ({ name, file })),
  ]);
}
