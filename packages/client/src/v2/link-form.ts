import type { z } from 'zod';

import { ApiError } from '../errors.ts';
import { type Submission, formOf } from '../ext/submission.ts';
import type { Send } from '../transport/api-request.ts';

/** A form that creates or updates a link. */
export interface LinkForm<T> {
  readonly path: string;
  readonly isChange: boolean;
  readonly submission: Submission;
  readonly response: z.ZodType<T> | 'ignored';
}

/** The format of a form where MyTPE's pages disagree, or where similar servers differ from the documentation. */
interface Dialect {
  /** The booleans in `settings`: `true` and `false` as documented, or 1 and 0 as PHP servers often require. */
  readonly booleans: 'text' | 'digits';
  /** `true` if an update contains `_method=PATCH`, as MyTPE's older pages document. */
  readonly overrideMethod: boolean;
}

/** Posts forms of links. Adapts the format when the server rejects a form. */
export class LinkForms {
  #dialect: Dialect = { booleans: 'text', overrideMethod: true };

  /**
   * Posts a form. If the server rejects the format, posts the form again in another format. Remembers the format that
   * worked.
   */
  async post<T>(send: Send, form: LinkForm<T>): Promise<T> {
    let learned: Partial<Dialect> = {};
    for (;;) {
      const dialect = { ...this.#dialect, ...learned };
      try {
        const body = formOf(...encoded(form, dialect));
        const result = await send({ role: 'write', method: 'POST', path: form.path, body, response: form.response });
        this.#dialect = { ...this.#dialect, ...learned };
        return result;
      } catch (error) {
        const adjustment = adjustmentFor(error, form, dialect);
        if (adjustment === undefined) throw error;
        learned = { ...learned, ...adjustment };
      }
    }
  }
}

function encoded({ isChange, submission }: LinkForm<unknown>, dialect: Dialect): Parameters<typeof formOf> {
  const more: Record<string, string> = isChange && dialect.overrideMethod ? { _method: 'PATCH' } : {};
  if (dialect.booleans === 'text') return [submission, more];
  const fields = Object.entries(submission.fields).map(([name, value]) => {
    return [name, isSetting(name) ? String(Number(value === 'true')) : value] as const;
  });
  return [{ ...submission, fields: Object.fromEntries(fields) }, more];
}

/**
 * Returns the change of format that a rejection suggests. Only a rejection is safe to repeat, because the server did
 * nothing.
 */
function adjustmentFor(error: unknown, form: LinkForm<unknown>, dialect: Dialect): Partial<Dialect> | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.status === 405 && form.isChange && dialect.overrideMethod) return { overrideMethod: false };
  const isAboutSettings = error.status === 422 && Object.keys(error.fields).some(isSetting);
  const hasSettings = Object.keys(form.submission.fields).some(isSetting);
  return isAboutSettings && hasSettings && dialect.booleans === 'text' ? { booleans: 'digits' } : undefined;
}

function isSetting(name: string): boolean {
  return name === 'settings' || name.startsWith('settings[');
}
