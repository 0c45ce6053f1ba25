import { setTimeout } from 'node:timers/promises';

/** An output stream. `isTTY` is `true` for a terminal. */
export type TerminalOutput = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
export type TerminalInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Everything that the tool uses from its process. Tests pass other values. */
export interface ProcessContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly stderr: TerminalOutput;
  /** Returns the time in milliseconds since 1970. */
  readonly clock: () => number;
  /** Resolves after `ms`. Rejects if `signal` aborts first. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Returns the number of columns of a terminal, or `undefined` for a file or a pipe. */
export function widthOf({ isTTY, columns }: TerminalOutput): number | undefined {
  return isTTY === true && columns !== undefined && columns > 0 ? columns : undefined;
}

/** Returns `true` if a user can read questions and respond. Questions go to stderr, because stdout is for the result. */
export function isInteractive({ stdin, stdout, stderr }: ProcessContext): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && stderr.isTTY === true;
}

/** The context of the real process. The caller replaces `signal`. */
export const SYSTEM: ProcessContext = {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: Date.now,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  signal: new AbortController().signal,
};
