import { Argument, Command } from 'commander';

import { BASH_FALLBACK } from './bash-fallback.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** Prints the script that makes a shell ask {@link completeCommand}. The library writes to the process's stdout itself. */
export function completionCommand(): Command {
  return new Command('completion')
    .description('print the script that completes commands in your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .action(async (shell: string) => {
      const { script } = await import('@bomb.sh/tab');
      if (shell === 'bash') process.stdout.write(BASH_FALLBACK);
      script(shell, 'mytpe', 'mytpe');
    });
}

/** What the script calls at every Tab: `mytpe complete -- links li`. `commands` builds the program that is completed. */
export function completeCommand(commands: () => Command): Command {
  return new Command('complete')
    .description('what could come next on a command line')
    .argument('[words...]', 'the line so far')
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const { default: tab } = await import('@bomb.sh/tab/commander');
      tab(commands()).parse(words);
    });
}
