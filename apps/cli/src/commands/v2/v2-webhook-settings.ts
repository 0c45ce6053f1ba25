import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import { v2InstanceId } from './v2-instances.ts';

/** v2 has one address per instance, and all events go there. */
export function v2WebhookSettingsCommand(act: Act): Command {
  return new Command('settings')
    .description('v2: show or set the one webhook address of an instance')
    .option('--instance <id>', 'payment instance (default: MYTPE_PAYMENT_INSTANCE_ID, or the only active one)')
    .option('--url <address>', 'set this https address')
    .action(
      act<{ instance?: string; url?: string }>(async (session, { instance, url }) => {
        session.onlyV2('webhook settings: it has subscriptions', 'mytpe webhooks list');
        const client = await session.v2();
        const id = await v2InstanceId(session, client, instance);
        if (url === undefined) return session.out.record(await client.webhook.get(id, session.call));
        const findOut = `Look whether it changed: mytpe webhooks settings --instance ${id}`;
        await session.out.record(await session.change(findOut, () => client.webhook.set(id, url, session.call)));
      }),
    );
}
