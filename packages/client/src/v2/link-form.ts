import type { z } from 'zod';

import { ApiError } from '../errors/api-error.ts';
import { type Submission, formOf } from '../ext/submission.ts';
import type { Send } from '../transport/api-request.ts';

/** One form, as a new link or as a change. */
export interface LinkForm<T> {
  readonly path: string;
  readonly isChange: boolean;
  readonly submission: Submission;
  readonly answer: z.ZodType<T> | 'ignored';
}

/** What the pages of v2 disagree about, or what servers like it want otherwise than documented. */
interface Dialect {
  /** Yes and no in `settings`: `true` and `false` as documented, or 1 and 0 as PHP likes it. */
  readonly booleans: 'words' | 'digits';
  /** Whether a change says `_method=PATCH`, as the older pages show. */
  readonly sayPatch: boolean;
}

/** Posts forms of links the way the server takes them, which shows only once it has refused one. */
export class LinkForms {
  #dialect: Dialect = { booleans: 'words', sayPatch: true };

  /** Posts once, and once more for each thing that a clean refusal says to be wanted otherwise; remembers it. */
  async post<T>(send: Send, form: LinkForm<T>): Promise<T> {
    let learned: Partial<Dialect> = {};
    for (;;) {
      const dialect = { ...this.#dialect, ...learned };
      try {
        const body = formOf(...inDialect(form, dialect));
        const answered = await send({ role: 'write', method: 'POST', path: form.path, body, answer: form.answer });
        this.#dialect = { ...this.#dialect, ...learned };
        return answered;
      } catch (error) {
        const lesson = lessonOf(error, form, dialect);
        if (lesson === undefined) throw error;
        learned = { ...learned, ...lesson };
      }
    }
  }
}

function inDialect({ isChange, submission }: LinkForm<unknown>, dialect: Dialect): Parameters<typeof formOf> {
  const more: Record<string, string> = isChange && dialect.sayPatch ? { _method: 'PATCH' } : {};
  if (dialect.booleans === 'words') return [submission, more];
  const fields = Object.entries(submission.fields).map(([name, value]) => {
    return [name, isSetting(name) ? String(Number(value === 'true')) : value] as const;
  });
  return [{ ...submission, fields: Object.fromEntries(fields) }, more];
}

/** Only refusals: after them nothing was done, so that another form does no harm. */
function lessonOf(error: unknown, form: LinkForm<unknown>, dialect: Dialect): Partial<Dialect> | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 405 && form.isChange && dialect.sayPatch) return { sayPatch: false };
  const isAboutSettings = error.status === 422 && Object.keys(error.fields).some(isSetting);
  const hasSettings = Object.keys(form.submission.fields).some(isSetting);
  return isAboutSettings && hasSettings && dialect.booleans === 'words' ? { booleans: 'digits' } : undefined;
}

function isSetting(name: string): boolean {
  return name === 'settings' || name.startsWith('settings[');
}
