import about from '../package.json' with { type: 'json' };
import { Command, Option } from 'commander';

import { createAct } from './command-action.ts';
import { doctorCommand } from './commands/doctor/doctor.ts';
import { formsCommand } from './commands/forms/forms.ts';
import { instancesCommand } from './commands/instances/instances.ts';
import { journeyCommand } from './commands/journey/journey.ts';
import { bankAccountsCommand } from './commands/kyc/bank-accounts.ts';
import { brandsCommand } from './commands/kyc/brands.ts';
import { identificationsCommand } from './commands/kyc/identifications.ts';
import { linksCommand } from './commands/links/links.ts';
import { loginCommand, logoutCommand } from './commands/account/login.ts';
import { meCommand } from './commands/account/me.ts';
import { transactionsCommand } from './commands/v2/v2-transactions.ts';
import { webhooksCommand } from './commands/webhooks/webhooks.ts';
import { completeCommand, completionCommand } from './commands/completion/completion.ts';
import { refuseSecretArguments } from './settings/secret-guard.ts';
import { APIS } from './settings/connection.ts';
import type { Session } from './session.ts';
import type { Surroundings } from './terminal/surroundings.ts';

const COMMANDS = [
  loginCommand,
  logoutCommand,
  meCommand,
  doctorCommand,
  journeyCommand,
  identificationsCommand,
  brandsCommand,
  bankAccountsCommand,
  instancesCommand,
  formsCommand,
  linksCommand,
  transactionsCommand,
  webhooksCommand,
];

/** The whole command line, ready to parse. `opened` is told the session of the command that runs. */
export function createProgram(surroundings: Surroundings, opened: (session: Session) => void = () => {}): Command {
  const program = createCommands(surroundings, opened);
  const complete = completeCommand(() => createCommands(surroundings, opened).addCommand(completionCommand()));
  program.addCommand(completionCommand()).addCommand(complete, { hidden: true });
  inherit(program);
  return program;
}

const CONFIG_FILE = 'MYTPE_CONFIG or ~/.config/mytpe/config.json';

/** All commands except those that complete them in a shell. */
function createCommands(surroundings: Surroundings, opened: (session: Session) => void): Command {
  const { stdout, stderr } = surroundings;
  const program = new Command('mytpe')
    .description('MyTPE Pay in the terminal: onboarding, payment links, forms, webhooks.')
    .version(about.version, '-V, --version', 'print the version')
    .option('--json', 'one JSON document on stdout, for scripts (JSON lines with --watch); errors as JSON on stderr')
    .option('-y, --yes', 'do not ask before what cannot be undone')
    .option(
      '--profile <name>',
      'use this profile instead of the environment (default: the environment, then "default")',
    )
    .option(
      '--config <file>',
      `use this file instead of the environment (default: the environment, then ${CONFIG_FILE})`,
    )
    .addOption(new Option('--api <api>', 'MyTPE API of the account (default: ext, or MYTPE_API)').choices(APIS))
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      // Told by us, like every other failure.
      outputError: () => {},
    })
    .showSuggestionAfterError(true)
    .exitOverride();
  const act = createAct(surroundings, opened);
  for (const make of COMMANDS) program.addCommand(make(act));
  return program;
}

/** Commands made elsewhere take on the program's manners. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}

/** Parses and carries out. @throws whatever went wrong, commander's own refusals included. */
export async function runProgram(program: Command, args: readonly string[]): Promise<void> {
  refuseSecretArguments(args);
  await program.parseAsync([...args], { from: 'user' });
}
