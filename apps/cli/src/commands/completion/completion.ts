import { Argument, Command } from 'commander';

import { BASH_SCRIPT } from './bash-script.ts';
import { endsInFileName } from './file-names.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** What tells the shell's script to offer file names: no directive at all. */
const FILE_NAMES = ':0\n';

/** Prints the script that makes a shell ask {@link completeCommand}. The library writes to the process's stdout itself. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print the script that completes commands in your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .action(async (shell: string) => {
      const { script } = await import('@bomb.sh/tab');
      if (shell === 'bash') process.stdout.write(BASH_SCRIPT.before);
      script(shell, 'mytpe', 'mytpe');
      if (shell === 'bash') process.stdout.write(BASH_SCRIPT.after);
    });
}

/** What the script calls at every Tab: `mytpe complete -- links li`. `commands` builds the program that is completed. */
export function completeCommand(commands: () => Command): Command {
  return new Command('complete')
    .description('what could come next on a command line')
    .argument('[words...]', 'the line so far')
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const program = commands();
      if (endsInFileName(program, words)) return void process.stdout.write(FILE_NAMES);
      const { default: tab } = await import('@bomb.sh/tab/commander');
      tab(program).parse(words);
    });
}
