import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { listenCommand } from './listen.ts';
import { verifyCommand } from './verify.ts';

export function webhooksCommand(act: Act): Command {
  return new Command('webhooks')
    .description('webhooks: who is told about payments')
    .addCommand(verifyCommand(act))
    .addCommand(listenCommand(act));
}
