import type { Command, Option } from 'commander';

import { RequiredOption } from '../arguments.ts';
import { EXIT_CODES } from '../cli-error.ts';

/** Returns the command reference: every command with its options. */
export function commandReference(program: Command): string {
  const everywhere = `Options of all commands:\n\n${optionList(program)}`;
  return [everywhere, ...program.commands.filter(isShown).map((command) => commandSection(command))].join('\n\n');
}

/** Returns the table of exit codes. */
export function exitCodeTable(): string {
  const rows = Object.values(EXIT_CODES).map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  return ['| code | meaning |', '|---|---|', ...rows].join('\n');
}

function commandSection(command: Command): string {
  const head = `### \`mytpe ${command.name()}\`\n\n${sentence(command.description())}`;
  return [head, ...leavesOf(command, command.name()).map(([name, leaf]) => leafText(name, leaf))]
    .filter(Boolean)
    .join('\n\n');
}

/** Returns the commands without subcommands, with their full names. */
function leavesOf(command: Command, name: string): [string, Command][] {
  const subcommands = command.commands.filter(isShown);
  if (subcommands.length === 0) return [[name, command]];
  return subcommands.flatMap((subcommand) => leavesOf(subcommand, `${name} ${subcommand.name()}`));
}

/** Returns the text of a command. Empty if the section's heading already contains everything. */
function leafText(name: string, command: Command): string {
  const args = argumentsOf(command);
  const options = optionList(command);
  if (name !== command.name())
    return [`**\`${[name, ...args].join(' ')}\`**: ${command.description()}`, options].filter(Boolean).join('\n\n');
  const usage = args.length === 0 ? '' : `\`mytpe ${[name, ...args].join(' ')}\``;
  return [usage, options].filter(Boolean).join('\n\n');
}

function argumentsOf(command: Command): string[] {
  return command.registeredArguments.map((argument) => {
    const choices = argument.argChoices?.join('|') ?? argument.name();
    return argument.required ? `<${choices}>` : `[${choices}]`;
  });
}

function optionList(command: Command): string {
  const options = command.options.filter(({ hidden }) => !hidden);
  return options.map((option) => `- \`${option.flags}\`: ${meaning(option)}`).join('\n');
}

function meaning(option: Option): string {
  const { description, argChoices, defaultValue, defaultValueDescription, negate } = option;
  const choices = argChoices === undefined ? '' : ` (${argChoices.map((choice) => `\`${choice}\``).join(', ')})`;
  const isShown = defaultValue !== undefined && !negate;
  const preset = isShown ? ` (default: ${defaultValueDescription ?? String(defaultValue)})` : '';
  return `${option instanceof RequiredOption ? '**required**, ' : ''}${description}${choices}${preset}`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.');
}

function isShown(command: Command): boolean {
  // oxlint-disable-next-line no-underscore-dangle -- commander has no public property for it.
  return !(command as Command & { _hidden?: boolean })._hidden;
}

/** Returns the reference page with its generated sections up to date. Each section stands between two comments. */
export function withSections(page: string, program: Command): string {
  const sections = { 'exit-codes': exitCodeTable(), commands: commandReference(program) };
  return Object.entries(sections).reduce((text, [name, content]) => replaceSection(text, name, content), page);
}

function replaceSection(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}: generated -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the page has no section "${name}"`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
