import type { ExtClient } from '@mytpe-pay/client';
import { type Command, InvalidArgumentError } from 'commander';

import { RequiredOption } from './arguments.ts';
import { CliError, usageError } from './cli-error.ts';
import { type TypeKind, typeIdAdvice, typesInUse } from './identification-types.ts';
import type { Session } from './session.ts';
import { maskedRib, printable } from './terminal/display.ts';
import { isInteractive } from './terminal/process-context.ts';
import { type Choice, type Prompts, openPrompts } from './terminal/prompts.ts';

/** Asks for the required options that are missing. @throws CliError `usage` without a terminal. */
export async function askForMissing(session: Session, command: Command): Promise<void> {
  const missing = command.options
    .filter((option) => option instanceof RequiredOption)
    .filter((option) => command.getOptionValue(option.attributeName()) === undefined);
  if (missing.length === 0) return;
  const flags = missing.map((option) => option.flags).join(', ');
  const instead = `Add ${missing.length === 1 ? 'it' : 'them'}; --help explains each option.`;
  if (!isInteractive(session.context))
    throw usageError(
      `${missing.length === 1 ? 'a required option is' : 'required options are'} missing: ${flags}`,
      instead,
    );
  // Reads the credentials before the first question, because the command fails without them.
  void session.connection;
  const prompts = await openPrompts(session.context, instead);
  for (const option of missing) {
    const value = await ask(session, prompts, option);
    command.setOptionValueWithSource(option.attributeName(), value, 'prompt');
  }
  session.out.note('');
}

async function ask(session: Session, prompts: Prompts, option: RequiredOption): Promise<unknown> {
  const question = `${option.description.slice(0, 1).toUpperCase()}${option.description.slice(1)}`;
  const kind = KINDS[option.attributeName()];
  if (kind !== undefined) {
    const choices = await choicesOf(session, kind, option.takesAcceptedOnly);
    if (choices.length > 0) return prompts.choose(question, choices);
  }
  const parse = (text: string): unknown => (option.parseArg === undefined ? text : option.parseArg(text, undefined));
  return parse(await prompts.text(question, { check: (text) => problemOf(() => parse(text)) }));
}

/** Returns the reason why `work` rejects a value, or `undefined` if it accepts the value. */
export function problemOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
}

/** A kind of record that the user chooses from a list instead of typing an id. */
interface Kind {
  readonly plural: string;
  readonly read: (client: ExtClient, call: Session['call']) => AsyncIterable<Choice>;
  /** The advice if there are no records; the user then types an id. Without advice, the command fails. */
  readonly advice?: (session: Session) => string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  identification: {
    plural: 'identifications',
    async *read({ identifications }, call) {
      for await (const { id, name, status } of identifications.listAll({}, call))
        yield { value: id, label: printable(name ?? id), hint: status };
    },
  },
  brand: {
    plural: 'brands',
    async *read({ brands }, call) {
      for await (const { id, name, status } of brands.listAll({}, call))
        yield { value: id, label: printable(name ?? id), hint: status };
    },
  },
  bankAccount: {
    plural: 'bank accounts',
    async *read({ bankAccounts }, call) {
      for await (const { id, account_number, status } of bankAccounts.listAll({}, call))
        yield { value: id, label: maskedRib(account_number), hint: status };
    },
  },
  establishmentType: typeKind('establishment_type'),
  authorizationType: typeKind('authorization_type'),
};

function typeKind(wanted: TypeKind): Kind {
  return {
    plural: 'identifications',
    async *read(client, call) {
      for (const { kind, id, name } of await typesInUse(client, call))
        if (kind === wanted) yield { value: id, label: printable(name || id), hint: printable(id) };
    },
    advice: typeIdAdvice,
  };
}

/** The maximum number of choices. A user with more records can pass the id as an option. */
const MAX_CHOICES = 50;

/** Returns the choices, accepted records first. Returns `[]` if the user must type an id. */
async function choicesOf(session: Session, { plural, read, advice }: Kind, onlyAccepted: boolean): Promise<Choice[]> {
  const choices: Choice[] = [];
  let isEmpty = true;
  for await (const choice of read(await session.ext(plural), session.call)) {
    isEmpty = false;
    if (!onlyAccepted || isAccepted(choice)) choices.push(choice);
    if (choices.length === MAX_CHOICES) break;
  }
  if (choices.length > 0) return choices.toSorted((a, b) => Number(isAccepted(b)) - Number(isAccepted(a)));
  if (advice === undefined) {
    const missing = isEmpty ? `there are no ${plural} yet` : `MyTPE has accepted none of your ${plural} yet`;
    throw new CliError('failed', missing, 'Run `mytpe journey` to see the next step.');
  }
  session.out.note(`${advice(session)}\n`);
  return [];
}

function isAccepted({ hint }: Choice): boolean {
  return hint === 'accepted';
}
