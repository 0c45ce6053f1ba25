import { CommanderError } from 'commander';

import { EXIT_CODES } from './cli-error.ts';
import { type Failure, describeFailure } from './describe-failure.ts';
import { createProgram, runProgram } from './program.ts';
import type { Session } from './session.ts';
import { wrapWords } from './terminal/display.ts';
import { type ProcessContext, widthOf } from './terminal/process-context.ts';
import { createStyle } from './terminal/style.ts';

/** Runs one command line and returns its exit code. Never rejects. */
export async function run(args: readonly string[], context: ProcessContext): Promise<number> {
  let session: Session | undefined;
  const program = createProgram(context, (opened) => (session = opened));
  try {
    await runProgram(program, args);
    return EXIT_CODES.done.code;
  } catch (error) {
    // Commander throws this error after it has printed the help or the version.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.done.code;
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT_CODES.usage.code;
    const failure = await describeFailure(error, session);
    report(failure, context, args.includes('--json'));
    return EXIT_CODES[failure.kind].code;
  }
}

function report(
  { kind, message, next, fields, request_id }: Failure,
  { stderr, env }: ProcessContext,
  json: boolean,
): void {
  const { code } = EXIT_CODES[kind];
  if (json) {
    const error = { kind, exit_code: code, message, next, fields, request_id };
    stderr.write(`${JSON.stringify({ error })}\n`);
    return;
  }
  const style = createStyle(stderr, env);
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  const text = wrapWords(`mytpe: ${sentence}`, widthOf(stderr) ?? Infinity);
  stderr.write(`${text.replace('mytpe:', style.bad('mytpe:'))}\n`);
  if (request_id !== undefined) stderr.write(`${style.quiet(`Request id for MyTPE's support: ${request_id}`)}\n`);
  if (next !== undefined) stderr.write(`${style.strong('Next:')} ${next}\n`);
}
