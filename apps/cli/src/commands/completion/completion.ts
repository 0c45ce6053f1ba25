import { Argument, Command } from 'commander';

import { endsInFileName } from './file-names.ts';

/**
 * Code before and after the library's bash script. Defines a function of the bash-completion package if it is missing.
 * Hides errors about constants that another script, or an earlier run of this script, has defined. Lets bash complete
 * file names where an option requires a file, because the library does not.
 */
export const BASH_SCRIPT = {
  before: `if ! declare -F _get_comp_words_by_ref >/dev/null; then
  _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
    cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  }
fi
{
`,
  after: `} 2>/dev/null
complete -o default -F __mytpe_complete mytpe
`,
} as const;

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** The directive that makes the shell's script offer file names. */
const FILE_NAMES = ':0\n';

/**
 * Prints the script that makes a shell call {@link completeCommand}. The library writes directly to the stdout of the
 * process.
 */
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

/**
 * The command that the script calls at every Tab: `mytpe complete -- links li`. `commands` creates the program to
 * complete.
 */
export function completeCommand(commands: () => Command): Command {
  return new Command('complete')
    .description('print the possible next words of a command line')
    .argument('[words...]', 'the command line so far')
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const program = commands();
      if (endsInFileName(program, words)) return void process.stdout.write(FILE_NAMES);
      const { default: tab } = await import('@bomb.sh/tab/commander');
      tab(program).parse(words);
    });
}
