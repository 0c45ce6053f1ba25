import type { V2Client } from '@mytpe-pay/client';
import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import type { Session } from '../../session.ts';
import { v2InstanceId } from './v2-instances.ts';

interface SettingsOptions {
  readonly instance?: string;
  readonly url?: string;
  readonly rotateSecret?: true;
}

/** v2 has one address per instance, and all events go there. */
export function v2WebhookSettingsCommand(act: Act): Command {
  return new Command('settings')
    .description('v2: show or set the one webhook address of an instance')
    .option('--instance <id>', 'payment instance (default: MYTPE_PAYMENT_INSTANCE_ID, or the only active one)')
    .option('--url <address>', 'set this https address; the first time the signing secret is shown, once')
    .option('--rotate-secret', 'replace the signing secret; the old one is void at once')
    .action(
      act<SettingsOptions>(async (session, options) => {
        session.onlyV2('webhook settings: it has subscriptions', 'mytpe webhooks list');
        const client = await session.v2();
        const id = await v2InstanceId(session, client, options.instance);
        await session.out.record(await settled(session, client, id, options));
      }),
    );
}

async function settled(session: Session, { webhook }: V2Client, id: string, options: SettingsOptions): Promise<object> {
  if (options.rotateSecret === true) {
    await session.confirm('Replace the secret? Deliveries signed with the old one may still be under way.');
    const findOut = 'The old secret may be void: rotate once more to have one that you know.';
    return session.change(findOut, () => webhook.regenerateSecret(id, session.call));
  }
  const { url } = options;
  if (url === undefined) return webhook.get(id, session.call);
  const findOut = `Look whether it changed: mytpe webhooks settings --instance ${id}`;
  return session.change(findOut, () => webhook.set(id, url, session.call));
}
