import type { WebhookSubscription } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { printable } from '../../terminal/printable.ts';
import { type SecretFile, createSecretFile } from '../../terminal/secret-file.ts';
import type { Column } from '../../terminal/table.ts';

export const LACKS = 'webhook subscriptions; `mytpe webhooks settings` has the one address of an instance';

export const SUBSCRIPTION_COLUMNS: readonly Column<WebhookSubscription>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'URL', of: ({ url }) => printable(url ?? '') },
  { head: 'EVENTS', of: ({ events }) => (events?.length ? printable(events.join(', ')) : 'all') },
  { head: 'ACTIVE', of: ({ is_active }, style) => (is_active === false ? style.careful('no') : 'yes') },
];

interface WithSecret {
  readonly secret?: string | null | undefined;
}

/** Runs what makes a secret; with `--save-secret` it goes into a file, and nowhere else. */
export async function keepingSecret<T extends WithSecret>(
  session: Session,
  path: string | undefined,
  make: () => Promise<T>,
): Promise<void> {
  const file = path === undefined ? undefined : createSecretFile(path);
  const made = await make().catch((error: unknown) => {
    file?.discard();
    throw error;
  });
  await showSecretOnce(session, made, file);
}

async function showSecretOnce<T extends WithSecret>(
  session: Session,
  made: T,
  file: SecretFile | undefined,
): Promise<void> {
  const { secret, ...rest } = made;
  if (file === undefined || !secret) {
    file?.discard();
    await session.out.record(made);
    if (secret) session.out.note('\nThe secret is shown this once. Keep it where your webhook receiver reads it.');
    return;
  }
  file.keep(secret);
  await session.out.record(rest, { secret_file: file.path });
}
