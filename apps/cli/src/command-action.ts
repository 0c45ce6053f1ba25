import type { Command } from 'commander';

import { askForMissing } from './ask-for-missing.ts';
import { Session } from './session.ts';
import type { ProcessContext } from './terminal/process-context.ts';

/** The work of a command, with its session, its options and its arguments in order. */
export type Work<Options> = (session: Session, options: Options, ...args: string[]) => Promise<void>;
/** Converts the work of a command to commander's action handler. */
export type Act = <Options = object>(work: Work<Options>) => (...params: unknown[]) => Promise<void>;

/**
 * Creates the function that converts work to action handlers. `opened` receives the session of the command that runs.
 */
export function createAct(context: ProcessContext, opened: (session: Session) => void): Act {
  return <Options>(work: Work<Options>) =>
    async (...params: unknown[]) => {
      const command = params.at(-1) as Command;
      const session = new Session(context, command);
      opened(session);
      try {
        await askForMissing(session, command);
        await work(session, command.opts() as Options, ...(params.slice(0, -2) as string[]));
      } finally {
        await session.close();
      }
    };
}
