import type { Command } from 'commander';

import { askForMissing } from './ask-for-missing.ts';
import { Session } from './session.ts';
import type { Surroundings } from './terminal/surroundings.ts';

/** What a command does: its arguments in order, its own options beside the session. */
export type Work<Options> = (session: Session, options: Options, ...args: string[]) => Promise<void>;
/** Makes commander's action handler of it. */
export type Act = <Options = object>(work: Work<Options>) => (...params: unknown[]) => Promise<void>;

/** Hands the session over to whoever reports a failure; there is one per run. */
export function createAct(surroundings: Surroundings, opened: (session: Session) => void): Act {
  return <Options>(work: Work<Options>) =>
    async (...params: unknown[]) => {
      const command = params.at(-1) as Command;
      const session = new Session(surroundings, command);
      opened(session);
      try {
        await askForMissing(session, command);
        await work(session, command.opts() as Options, ...(params.slice(0, -2) as string[]));
      } finally {
        await session.close();
      }
    };
}
