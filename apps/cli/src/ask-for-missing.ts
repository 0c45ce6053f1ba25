import type { ExtClient } from '@mytpe-pay/client';
import { type Command, InvalidArgumentError } from 'commander';

import { CliError, usageError } from './cli-error.ts';
import { maskedRib } from './commands/kyc/masked-rib.ts';
import { RequiredOption } from './input/required-option.ts';
import type { Session } from './session.ts';
import { printable } from './terminal/printable.ts';
import { type Choice, type Prompts, openPrompts } from './terminal/prompts.ts';
import { isConversation } from './terminal/surroundings.ts';

/** What a command needs and nobody typed: asked for at a terminal. @throws CliError `usage` where nobody sits. */
export async function askForMissing(session: Session, command: Command): Promise<void> {
  const missing = command.options
    .filter((option) => option instanceof RequiredOption)
    .filter((option) => command.getOptionValue(option.attributeName()) === undefined);
  if (missing.length === 0) return;
  const flags = missing.map((option) => option.flags).join(', ');
  const instead = `Add ${missing.length === 1 ? 'it' : 'them'}; --help says what is meant.`;
  if (!isConversation(session.surroundings)) throw usageError(`what is missing is ${flags}`, instead);
  // Read before anything is asked: without credentials every answer would be in vain.
  void session.connection;
  const prompts = await openPrompts(session.surroundings, instead);
  for (const option of missing) {
    const value = await ask(session, prompts, option);
    command.setOptionValueWithSource(option.attributeName(), value, 'prompt');
  }
  session.out.note('');
}

async function ask(session: Session, prompts: Prompts, option: RequiredOption): Promise<unknown> {
  const question = `${option.description.slice(0, 1).toUpperCase()}${option.description.slice(1)}`;
  const kind = KINDS[option.attributeName()];
  if (kind !== undefined) return prompts.choose(question, await choicesOf(session, kind));
  const parse = (text: string): unknown => (option.parseArg === undefined ? text : option.parseArg(text, undefined));
  return parse(await prompts.text(question, { check: (text) => problemOf(() => parse(text)) }));
}

/** What `work` has against an answer, if anything. */
export function problemOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
}

/** Records that are chosen from a list: nobody types their ids by heart. */
interface Kind {
  readonly plural: string;
  readonly read: (client: ExtClient, options: Session['call']) => Promise<readonly Choice[]>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  identification: {
    plural: 'identifications',
    read: async ({ identifications }, call) => {
      const { data } = await identifications.list(FIRST, call);
      return data.map(({ id, name, status }) => ({ value: id, label: printable(name ?? id), hint: status }));
    },
  },
  brand: {
    plural: 'brands',
    read: async ({ brands }, call) => {
      const { data } = await brands.list(FIRST, call);
      return data.map(({ id, name, status }) => ({ value: id, label: printable(name ?? id), hint: status }));
    },
  },
  bankAccount: {
    plural: 'bank accounts',
    read: async ({ bankAccounts }, call) => {
      const { data } = await bankAccounts.list(FIRST, call);
      return data.map(({ id, account_number, status }) => ({
        value: id,
        label: maskedRib(account_number),
        hint: status,
      }));
    },
  },
};

/** Whoever has more gives the id. */
const FIRST = { per_page: 50 } as const;

async function choicesOf(session: Session, { plural, read }: Kind): Promise<readonly Choice[]> {
  const choices = await read(await session.ext(plural), session.call);
  if (choices.length > 0) return choices.toSorted((a, b) => Number(isAccepted(b)) - Number(isAccepted(a)));
  throw new CliError('failed', `there are no ${plural} yet`, 'mytpe journey says what comes first.');
}

/** Those that a command will rather take. */
function isAccepted({ hint }: Choice): boolean {
  return hint === 'accepted';
}
