import type { Readable, Writable } from 'node:stream';

import { CliError, usageError } from '../cli-error.ts';
import { type ProcessContext, isInteractive } from './process-context.ts';

/** The number of visible choices. The list scrolls to the others. */
const MAX_VISIBLE_CHOICES = 8;

/** One choice of a list. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Additional information, shown in gray. */
  readonly hint?: string;
}

/** Questions to the user at a terminal, on stderr. Ctrl-C during a question ends the command. */
export interface Prompts {
  /** @param options `check` returns the reason why an input is invalid. `optional` accepts an empty input. */
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

/** Opens the prompts. @throws CliError `usage` without a terminal, with the alternative `instead`. */
export async function openPrompts(context: ProcessContext, instead: string): Promise<Prompts> {
  if (!isInteractive(context)) throw usageError('this command asks questions and needs a terminal', instead);
  const clack = await import('@clack/prompts');
  const { stdin, stderr, signal } = context;
  const streams = { input: stdin as Readable, output: stderr as unknown as Writable, signal };
  const unlessCancelled = <T>(answer: T | typeof clack.CANCEL_SYMBOL): T => {
    if (answer === clack.CANCEL_SYMBOL) throw new CliError('interrupted', 'cancelled; nothing was changed');
    return answer;
  };
  return {
    text: async (message, { initial, check, optional = false } = {}) =>
      unlessCancelled(
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
      unlessCancelled(
        await clack.select({ ...streams, message, options: [...choices], maxItems: MAX_VISIBLE_CHOICES }),
      ),
    secret: async (message) =>
      unlessCancelled(
        await clack.password({
          ...streams,
          message,
          validate: (text) => (text ? undefined : 'Please type something.'),
        }),
      ),
    confirm: async (message) => unlessCancelled(await clack.confirm({ ...streams, message, initialValue: false })),
  };
}
