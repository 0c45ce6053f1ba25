/** A stream to write to, and whether a person is looking at it. */
export type TerminalOutput = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
export type TerminalInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** All that the tool takes from the process it runs in; tests bring their own. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly stderr: TerminalOutput;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Resolves after `ms`; rejects when `signal` aborts first. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Columns of a terminal that somebody looks at; absent for a file or a pipe. */
export function widthOf({ isTTY, columns }: TerminalOutput): number | undefined {
  return isTTY === true && columns !== undefined && columns > 0 ? columns : undefined;
}

/** A question may only be asked where somebody can read it and answer. It goes to stderr: stdout is the result's. */
export function isConversation({ stdin, stdout, stderr }: Surroundings): boolean {
  return stdin.isTTY === true && stdout.isTTY === true && stderr.isTTY === true;
}
