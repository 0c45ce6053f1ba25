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

/** Shows or sets the webhook of an instance. v2 sends all events of an instance to one URL. */
export function v2WebhookSettingsCommand(act: Act): Command {
  return new Command('settings')
    .description('v2: show or set the webhook URL of an instance')
    .option('--instance <id>', 'payment instance (default: MYTPE_PAYMENT_INSTANCE_ID, or the only active one)')
    .option('--url <address>', 'set this https URL; the first call shows the signing secret once')
    .option('--rotate-secret', 'replace the signing secret; the old secret becomes invalid immediately')
    .action(
      act<SettingsOptions>(async (session, options) => {
        session.onlyV2('webhook settings: it has subscriptions', 'mytpe webhooks list');
        const client = await session.v2();
        const id = await v2InstanceId(session, client, options.instance);
        await session.out.record(await applySettings(session, client, id, options));
      }),
    );
}

async function applySettings(
  session: Session,
  { webhook }: V2Client,
  id: string,
  options: SettingsOptions,
): Promise<object> {
  if (options.rotateSecret === true) {
    await session.confirm('Replace the secret? Deliveries that were signed with the old secret may still arrive.');
    const findOut = 'The old secret may be invalid: replace it again to get a known secret.';
    return session.change(findOut, () => webhook.regenerateSecret(id, session.call));
  }
  const { url } = options;
  if (url === undefined) return webhook.get(id, session.call);
  const findOut = `Check whether it changed: mytpe webhooks settings --instance ${id}`;
  return session.change(findOut, () => webhook.set(id, url, session.call));
}
