import type { Session } from '../../session.ts';
import type { Connection } from '../../settings/connection.ts';
import { printable } from '../../terminal/printable.ts';

/**
 * Whose credentials these are, as far as the API says: v2 only shows what they open. Rejects as the client does when they
 * are not good.
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
