import type { WebhookSubscription } from '@mytpe-pay/client';

import type { Session } from '../../session.ts';
import { printable } from '../../terminal/display.ts';
import { type SecretFile, createSecretFile } from '../../terminal/secret-file.ts';
import type { Column } from '../../terminal/table.ts';

export const MISSING_IN_V2 = 'webhook subscriptions; `mytpe webhooks settings` shows the webhook URL of an instance';

export const SUBSCRIPTION_COLUMNS: readonly Column<WebhookSubscription>[] = [
  { head: 'ID', of: ({ id }) => printable(id), isId: true },
  { head: 'URL', of: ({ url }) => printable(url ?? '') },
  { head: 'EVENTS', of: ({ events }) => (events?.length ? printable(events.join(', ')) : 'all') },
  { head: 'ACTIVE', of: ({ is_active }, style) => (is_active === false ? style.careful('no') : 'yes') },
];

interface WithSecret {
  readonly secret?: string | null | undefined;
}

/** Runs an operation that creates a secret. With `--save-secret`, writes the secret only to a file. */
export async function keepingSecret<T extends WithSecret>(
  session: Session,
  path: string | undefined,
  create: () => Promise<T>,
): Promise<void> {
  const file = path === undefined ? undefined : createSecretFile(path);
  const created = await create().catch((error: unknown) => {
    file?.discard();
    throw error;
  });
  await showSecretOnce(session, created, file);
}

async function showSecretOnce<T extends WithSecret>(
  session: Session,
  created: T,
  file: SecretFile | undefined,
): Promise<void> {
  const { secret, ...rest } = created;
  if (file === undefined || !secret) {
    file?.discard();
    await session.out.record(created);
    if (secret) session.out.note('\nThe secret is shown only once. Store it where your webhook receiver reads it.');
    return;
  }
  file.keep(secret);
  await session.out.record(rest, { secret_file: file.path });
}
