import { Command, Option } from 'commander';

import { createAct } from './command-action.ts';
import { loginCommand, logoutCommand } from './commands/account/login.ts';
import { meCommand } from './commands/account/me.ts';
import { completeCommand, completionCommand } from './commands/completion/completion.ts';
import { doctorCommand } from './commands/doctor/doctor.ts';
import { formsCommand } from './commands/forms/forms.ts';
import { instancesCommand } from './commands/instances/instances.ts';
import { journeyCommand } from './commands/journey/journey.ts';
import { bankAccountsCommand } from './commands/kyc/bank-accounts.ts';
import { brandsCommand } from './commands/kyc/brands.ts';
import { identificationsCommand } from './commands/kyc/identifications.ts';
import { linksCommand } from './commands/links/links.ts';
import { transactionsCommand } from './commands/v2/v2-transactions.ts';
import { webhooksCommand } from './commands/webhooks/webhooks.ts';
import type { Session } from './session.ts';
import { APIS } from './settings/connection.ts';
import { rejectSecretArguments } from './settings/credentials.ts';
import type { ProcessContext } from './terminal/process-context.ts';

import about from '../package.json' with { type: 'json' };

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

/** Creates the command line. `opened` receives the session of the command that runs. */
export function createProgram(context: ProcessContext, opened: (session: Session) => void = () => {}): Command {
  const program = createCommands(context, opened);
  const complete = completeCommand(() => createCommands(context, opened).addCommand(completionCommand()));
  program.addCommand(completionCommand()).addCommand(complete, { hidden: true });
  inherit(program);
  return program;
}

const CONFIG_FILE = 'MYTPE_CONFIG or ~/.config/mytpe/config.json';

/** Creates all commands except those for shell completion. */
function createCommands(context: ProcessContext, opened: (session: Session) => void): Command {
  const { stdout, stderr } = context;
  const program = new Command('mytpe')
    .description('MyTPE Pay in the terminal: onboarding, payment links, forms, webhooks.')
    .version(about.version, '-V, --version', 'print the version')
    .option('--json', 'one JSON document on stdout, for scripts (JSON lines with --watch); errors as JSON on stderr')
    .option('-y, --yes', 'do not ask before changes that cannot be undone')
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
      // `run` reports these errors like all other failures.
      outputError: () => {},
    })
    .showSuggestionAfterError(true)
    .exitOverride();
  const act = createAct(context, opened);
  for (const create of COMMANDS) program.addCommand(create(act));
  return program;
}

/** Copies the program's settings to all commands. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
}

/** Parses the arguments and runs the command. @throws any error, including commander's own. */
export async function runProgram(program: Command, args: readonly string[]): Promise<void> {
  rejectSecretArguments(args);
  await program.parseAsync([...args], { from: 'user' });
}
