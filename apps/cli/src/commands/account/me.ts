import { Command } from 'commander';

import type { Act } from '../../command-action.ts';
import type { Session } from '../../session.ts';
import type { Connection } from '../../settings/connection.ts';
import { printable } from '../../terminal/display.ts';

export function meCommand(act: Act): Command {
  return new Command('me').description('show the owner of the credentials, and check that they are valid').action(
    act(async (session) => {
      const client = await session.ext('endpoint for the owner of the credentials; try `mytpe instances list`');
      await session.out.record(await client.me(session.call));
    }),
  );
}

/**
 * Returns the owner of the credentials. v2 only returns the instances of the account, so the result is their number.
 * Rejects with the client's error if the credentials are invalid.
 */
export async function whoIs(
  session: Session,
  { api, baseUrl, credentials }: Pick<Connection, 'api' | 'baseUrl' | 'credentials'>,
): Promise<string> {
  const { ExtClient, V2Client } = await import('@mytpe-pay/client');
  const client = new (api === 'ext' ? ExtClient : V2Client)({ baseUrl, credentials });
  try {
    if (client instanceof V2Client) {
      const { meta } = await client.instances.list({}, session.call);
      return `an account with ${meta.total} ${meta.total === 1 ? 'instance' : 'instances'}`;
    }
    const { name, email, id } = await client.me(session.call);
    return printable(name ?? email ?? id);
  } finally {
    await client.close();
  }
}
