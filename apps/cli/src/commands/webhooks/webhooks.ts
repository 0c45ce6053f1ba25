import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { v2WebhookSettingsCommand } from '../v2/v2-webhook-settings.ts';
import { deliveriesCommand, redeliverCommand } from './deliveries.ts';
import { listenCommand } from './listen.ts';
import { subscriptionCommands } from './subscriptions.ts';
import { verifyCommand } from './verify.ts';

export function webhooksCommand(act: Act): Command {
  const webhooks = new Command('webhooks').description('who is told about payments');
  for (const command of subscriptionCommands(act)) webhooks.addCommand(command);
  return webhooks
    .addCommand(deliveriesCommand(act))
    .addCommand(redeliverCommand(act))
    .addCommand(v2WebhookSettingsCommand(act))
    .addCommand(verifyCommand(act))
    .addCommand(listenCommand(act));
}
