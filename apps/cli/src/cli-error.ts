/** The exit codes. The reference page contains each `meaning`. */
export const EXIT_CODES = {
  done: { code: 0, meaning: 'done' },
  failed: { code: 1, meaning: 'MyTPE rejected the request, or a check of `doctor` failed' },
  usage: { code: 2, meaning: 'the command or its input is invalid; nothing was sent' },
  credentials: { code: 3, meaning: 'credentials are missing, unreadable or rejected' },
  not_found: { code: 4, meaning: 'the id does not exist, or belongs to another account' },
  unreachable: { code: 5, meaning: 'MyTPE is unreachable or has a problem; nothing was changed' },
  outcome_unknown: {
    code: 6,
    meaning: 'the response was lost and the change may have been made; the message explains how to check',
  },
  still_waiting: { code: 7, meaning: '`--watch` timed out' },
  interrupted: { code: 130, meaning: 'stopped with Ctrl-C' },
} as const;
export type ExitKind = keyof typeof EXIT_CODES;

/** A failure of the tool itself: a message, and the next step. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly kind: ExitKind;
  /** The next step. Absent if the message is sufficient. */
  readonly next: string | undefined;

  constructor(kind: ExitKind, message: string, next?: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.next = next;
  }
}

/** Creates the error for an invalid command. Nothing was sent. */
export function usageError(message: string, next?: string): CliError {
  return new CliError('usage', message, next);
}
