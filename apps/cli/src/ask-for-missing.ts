import type { ExtClient } from '@mytpe-pay/client';
import { type Command, InvalidArgumentError } from 'commander';

import { CliError, usageError } from './cli-error.ts';
import { type TypeKind, typeIdAdvice, typesInUse } from './dossier-types.ts';
import { RequiredOption } from './input/required-option.ts';
import type { Session } from './session.ts';
import { maskedRib } from './terminal/masked-rib.ts';
import { printable } from './terminal/printable.ts';
import { type Choice, type Prompts, openPrompts } from './terminal/prompts.ts';
import { isConversation } from './terminal/surroundings.ts';

/** Asks for the required options that are missing. @throws CliError `usage` without a terminal. */
export async function askForMissing(session: Session, command: Command): Promise<void> {
  const missing = command.options
    .filter((option) => option instanceof RequiredOption)
    .filter((option) => command.getOptionValue(option.attributeName()) === undefined);
  if (missing.length === 0) return;
  const flags = missing.map((option) => option.flags).join(', ');
  const instead = `Add ${missing.length === 1 ? 'it' : 'them'}; --help explains each option.`;
  if (!isConversation(session.surroundings)) throw usageError(`what is missing is ${flags}`, instead);
  // Read first: without credentials the command fails in any case.
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
  if (kind !== undefined) {
    const choices = await choicesOf(session, kind, option.takesAcceptedOnly);
    if (choices.length > 0) return prompts.choose(question, choices);
  }
  const parse = (text: string): unknown => (option.parseArg === undefined ? text : option.parseArg(text, undefined));
  return parse(await prompts.text(question, { check: (text) => problemOf(() => parse(text)) }));
}

/** The reason why `work` refuses a typed value; `undefined` if it takes it. */
export function problemOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return error.message;
    throw error;
  }
}

/** Records that a person chooses from a list instead of typing an id. */
interface Kind {
  readonly plural: string;
  readonly read: (client: ExtClient, call: Session['call']) => AsyncIterable<Choice>;
  /** Without records: the person may type an id, after this advice. Without advice the command stops. */
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

/** A person who has more records gives the id as an option. */
const MOST_OFFERED = 50;

/** Accepted records come first. Empty if the person has to type an id. */
async function choicesOf(session: Session, { plural, read, advice }: Kind, onlyAccepted: boolean): Promise<Choice[]> {
  const choices: Choice[] = [];
  let isEmpty = true;
  for await (const choice of read(await session.ext(plural), session.call)) {
    isEmpty = false;
    if (!onlyAccepted || isAccepted(choice)) choices.push(choice);
    if (choices.length === MOST_OFFERED) break;
  }
  if (choices.length > 0) return choices.toSorted((a, b) => Number(isAccepted(b)) - Number(isAccepted(a)));
  if (advice === undefined) {
    const missing = isEmpty ? `there are no ${plural} yet` : `MyTPE has accepted none of your ${plural} yet`;
    throw new CliError('failed', missing, 'Run `mytpe journey`: it shows the step to take first.');
  }
  session.out.note(`${advice(session)}\n`);
  return [];
}

function isAccepted({ hint }: Choice): boolean {
  return hint === 'accepted';
}
