import type { Readable, Writable } from 'node:stream';

import { CliError, usageError } from '../cli-error.ts';
import { type Surroundings, isConversation } from './surroundings.ts';

/** Questions to the person at the terminal; they go to stderr. Ctrl-C while one is open ends the command. */
export interface Prompts {
  text(message: string, options?: { initial?: string; check?: (text: string) => string | undefined }): Promise<string>;
  secret(message: string): Promise<string>;
  confirm(message: string): Promise<boolean>;
}

/** @throws CliError `usage` where nobody could answer; `instead` says what to do then. */
export async function openPrompts(surroundings: Surroundings, instead: string): Promise<Prompts> {
  if (!isConversation(surroundings)) throw usageError('this needs somebody at a terminal to answer questions', instead);
  const clack = await import('@clack/prompts');
  const { stdin, stderr, signal } = surroundings;
  const streams = { input: stdin as Readable, output: stderr as unknown as Writable, signal };
  const answered = <T>(answer: T | typeof clack.CANCEL_SYMBOL): T => {
    if (answer === clack.CANCEL_SYMBOL) throw new CliError('interrupted', 'stopped; nothing was changed');
    return answer;
  };
  return {
    text: async (message, { initial, check } = {}) =>
      answered(
        await clack.text({
          ...streams,
          message,
          ...(initial === undefined ? {} : { initialValue: initial }),
          validate: (text) => check?.(text ?? '') ?? (text?.trim() ? undefined : 'Please type something.'),
        }),
      ).trim(),
    secret: async (message) =>
      answered(
        await clack.password({
          ...streams,
          message,
          validate: (text) => (text ? undefined : 'Please type something.'),
        }),
      ),
    confirm: async (message) => answered(await clack.confirm({ ...streams, message, initialValue: false })),
  };
}
