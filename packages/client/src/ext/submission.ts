import { z } from 'zod';

import type { FieldMessages } from '../errors/api-error.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { FileInput } from '../files/file-input.ts';
import type { FileRule } from '../files/file-rule.ts';
import { prepareFile } from '../files/prepare-file.ts';
import { type MultipartBody, type PreparedFile, multipart } from '../transport/multipart.ts';
import { checkedInput } from '../wire/input-fields.ts';

/** A file in an input; what it holds is checked when it is read. */
export const FileField = z.custom<FileInput>();

/** What a caller gave, checked and read: ready to be sent, and to be sent again. */
export interface Submission {
  /** `null` empties a field. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly files: Readonly<Record<string, PreparedFile>>;
}

/** The fields of an input that hold files. */
export type FileRules = Readonly<Record<string, FileRule>>;

/** What an input must be: `what` names it in messages. */
export interface SubmissionForm {
  readonly what: string;
  readonly schema: z.ZodType<object>;
  readonly rules?: FileRules;
}

/** Like {@link readSubmission}, of what may be anything but nothing. */
export async function readChanges(form: SubmissionForm, changes: object, signal: AbortSignal): Promise<Submission> {
  const submission = await readSubmission(form, changes, signal);
  const isEmpty = Object.keys({ ...submission.fields, ...submission.files }).length === 0;
  if (isEmpty) throw new InvalidInputError(form.what, { input: ['must change something'] });
  return submission;
}

/** @throws InvalidInputError with every problem, by field. */
export async function readSubmission(
  { what, schema, rules = {} }: SubmissionForm,
  input: object,
  signal: AbortSignal,
): Promise<Submission> {
  const problems: Record<string, FieldMessages[string]> = {};
  const note = (error: unknown) => {
    if (!(error instanceof InvalidInputError)) throw error;
    Object.assign(problems, error.fields);
  };
  const fields: Record<string, string | null> = {};
  const files: Record<string, PreparedFile> = {};
  try {
    const texts = Object.entries(checkedInput(schema, what, input)).filter(([name]) => !(name in rules));
    Object.assign(fields, Object.fromEntries(texts.filter(([, value]) => value !== undefined)));
  } catch (error) {
    note(error);
  }
  for (const [name, rule] of Object.entries(rules)) {
    const file = (Object(input) as Record<string, FileInput | undefined>)[name];
    if (file === undefined) continue;
    await prepareFile(name, file, rule, signal).then((prepared) => (files[name] = prepared), note);
  }
  if (Object.keys(problems).length > 0) throw new InvalidInputError(what, problems);
  return { fields, files };
}

/** As parts, those of `more` first. A form knows no null: an empty text stands for it. */
export function formOf({ fields, files }: Submission, more: Readonly<Record<string, string>> = {}): MultipartBody {
  const texts = Object.entries({ ...more, ...fields });
  return multipart([
    ...texts.map(([name, value]) => ({ name, value: value ?? '' })),
    ...Object.entries(files).map(([name, file]) => ({ name, file })),
  ]);
}
