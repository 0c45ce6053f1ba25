import { Command } from 'commander';

import type { Act } from '../../command-action.ts';

export function meCommand(act: Act): Command {
  return new Command('me').description('whose credentials these are, and whether they are good').action(
    act(async (session) => {
      const client = await session.ext('call that says whose credentials these are; try `mytpe instances list`');
      await session.out.record(await client.me(session.call));
    }),
  );
}
