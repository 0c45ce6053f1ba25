import type { Session } from '../../session.ts';
import type { Connection } from '../../settings/connection.ts';
import { printable } from '../../terminal/printable.ts';

/** Whose credentials these are, as far as the API says. Rejects as the client does when they are not good. */
export async function whoIs(
  session: Session,
  { api, baseUrl, credentials }: Pick<Connection, 'api' | 'baseUrl' | 'credentials'>,
): Promise<string> {
  const { ExtClient } = await import('@mytpe-pay/client');
  if (api !== 'ext') return 'someone';
  const client = new ExtClient({ baseUrl, credentials });
  try {
    const { name, email, id } = await client.me(session.call);
    return printable(name ?? email ?? id);
  } finally {
    await client.close();
  }
}
