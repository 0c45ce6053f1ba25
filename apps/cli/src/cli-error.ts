import type { ExitKind } from './exit-codes.ts';

/** A failure that this tool found by itself: one sentence, and what to do next. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly kind: ExitKind;
  /** What to type or look at; absent when the sentence says it all. */
  readonly next: string | undefined;

  constructor(kind: ExitKind, message: string, next?: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.next = next;
  }
}

/** The command as it was typed cannot be carried out; nothing was sent. */
export function usageError(message: string, next?: string): CliError {
  return new CliError('usage', message, next);
}
