import type { Command, Option } from 'commander';

import { EXIT_CODES } from '../exit-codes.ts';

/** The README's reference: every command with its options, from the program itself. */
export function commandReference(program: Command): string {
  const everywhere = `Everywhere:\n\n${optionList(program)}`;
  return [everywhere, ...program.commands.filter(isShown).map((command) => commandSection(command))].join('\n\n');
}

/** The README's table of exit codes. */
export function exitCodeTable(): string {
  const rows = Object.values(EXIT_CODES).map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  return ['| code | meaning |', '|---|---|', ...rows].join('\n');
}

function commandSection(command: Command): string {
  const subcommands = command.commands.filter(isShown);
  const head = `### \`mytpe ${command.name()}\`\n\n${sentence(command.description())}`;
  if (subcommands.length === 0)
    return [head, block(`mytpe ${line(command)}`), optionList(command)].filter(Boolean).join('\n\n');
  const parts = subcommands.map((subcommand) => {
    const usage = `**\`${command.name()} ${line(subcommand)}\`**: ${subcommand.description()}`;
    return [usage, optionList(subcommand)].filter(Boolean).join('\n\n');
  });
  return [head, ...parts].join('\n\n');
}

function line(command: Command): string {
  const args = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  return [command.name(), ...args].join(' ');
}

function optionList(command: Command): string {
  const options = command.options.filter(({ hidden }) => !hidden);
  return options.map((option) => `- \`${option.flags}\`: ${meaning(option)}`).join('\n');
}

function meaning({ description, argChoices, mandatory }: Option): string {
  const choices = argChoices === undefined ? '' : ` (${argChoices.map((choice) => `\`${choice}\``).join(', ')})`;
  return `${mandatory ? '**required**, ' : ''}${description}${choices}`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.');
}

function block(text: string): string {
  return `\`\`\`sh\n${text}\n\`\`\``;
}

function isShown(command: Command): boolean {
  // oxlint-disable-next-line no-underscore-dangle -- commander keeps it nowhere else.
  return !(command as Command & { _hidden?: boolean })._hidden;
}
