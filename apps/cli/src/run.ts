import { CommanderError } from 'commander';

import { type Failure, describeFailure } from './describe-failure.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { createProgram, runProgram } from './program.ts';
import type { Session } from './session.ts';
import { createStyle } from './terminal/style.ts';
import { type Surroundings, widthOf } from './terminal/surroundings.ts';
import { wrapWords } from './terminal/wrap-words.ts';

/** Runs one command line and resolves with its exit code. Never rejects. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let session: Session | undefined;
  const program = createProgram(surroundings, (opened) => (session = opened));
  try {
    await runProgram(program, args);
    return EXIT_CODES.done.code;
  } catch (error) {
    // Help and version: commander's way of stopping after it has printed them.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.done.code;
    if (error instanceof CommanderError && error.code === 'commander.help') return EXIT_CODES.usage.code;
    const failure = await describeFailure(error, session);
    report(failure, surroundings, args.includes('--json'));
    return EXIT_CODES[failure.kind].code;
  }
}

function report(
  { kind, message, next, fields, request_id }: Failure,
  { stderr, env }: Surroundings,
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
  const told = wrapWords(`mytpe: ${sentence}`, widthOf(stderr) ?? Infinity);
  stderr.write(`${told.replace('mytpe:', style.bad('mytpe:'))}\n`);
  if (request_id !== undefined) stderr.write(`${style.quiet(`Request id for MyTPE's support: ${request_id}`)}\n`);
  if (next !== undefined) stderr.write(`${style.strong('Next:')} ${next}\n`);
}
