import type { Readable, Writable } from 'node:stream';

import { CliError, usageError } from '../cli-error.ts';
import { type Surroundings, isConversation } from './surroundings.ts';

/** Of a list to choose from; the rest scrolls. */
const MOST_SHOWN = 8;

/** One of several answers. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** More about it, in grey. */
  readonly hint?: string;
}

/** Questions to the person at the terminal; they go to stderr. Ctrl-C while one is open ends the command. */
export interface Prompts {
  /** @param options `check` says what is wrong with an answer; empty ones are accepted when `optional`. */
  text(message: string, options?: TextOptions): Promise<string>;
  choose(message: string, choices: readonly Choice[]): Promise<string>;
  secret(message: string): Promise<string>;
  confirm(message: string): Promise<boolean>;
}

interface TextOptions {
  readonly initial?: string;
  readonly check?: (text: string) => string | undefined;
  readonly optional?: boolean;
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
    text: async (message, { initial, check, optional = false } = {}) =>
      answered(
        await clack.text({
          ...streams,
          message,
          ...(initial === undefined ? {} : { initialValue: initial }),
          validate: (text = '') => {
            if (text.trim() === '') return optional ? undefined : 'Please type something.';
            return check?.(text);
          },
        }),
      ).trim(),
    choose: async (message, choices) =>
      answered(await clack.select({ ...streams, message, options: [...choices], maxItems: MOST_SHOWN })),
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
