import type { Command, Option } from 'commander';

/** Matches the flags of an option with a file name: `--logo <path>`, `--out <file>`. */
const FILE = /<(?:path|file)>/;

/** Returns `true` if the last word of an incomplete command line is a file name. */
export function endsInFileName(program: Command, words: readonly string[]): boolean {
  let command = program;
  let position = 0;
  let open: Option | undefined;
  for (const word of words.slice(0, -1)) {
    const next = command.commands.find((one) => one.name() === word);
    if (open !== undefined) open = undefined;
    else if (word.startsWith('-')) open = optionWithValue([command, program], word);
    else if (next === undefined) position += 1;
    else command = next;
  }
  const [name = '', value] = (words.at(-1) ?? '').split('=');
  if (open === undefined && value !== undefined) open = optionWithValue([command, program], name);
  if (open !== undefined) return FILE.test(open.flags);
  return !name.startsWith('-') && command.registeredArguments[position]?.name() === 'file';
}

function optionWithValue(commands: readonly Command[], name: string): Option | undefined {
  const option = commands.flatMap(({ options }) => options).find(({ short, long }) => name === short || name === long);
  return option?.required === true ? option : undefined;
}
