import type { Log } from '../lib/log.ts';
import type { Subscriptions } from '../mytpe/subscriptions.ts';
import type { Repository } from '../repository/repository.ts';

/** The prefix of the key-values that hold the secrets of one MyTPE's subscriptions to one address. */
export const secretsOf = (baseUrl: string, url: string): string => `webhook_secret:${baseUrl} ${url} `;

export interface RegistrationOptions {
  readonly subscriptions: Subscriptions;
  readonly repository: Repository;
  readonly log: Log;
  /** Where MyTPE shall send: `{PUBLIC_URL}/webhooks/mytpe`. */
  readonly url: string;
  readonly keptUnder: string;
  /** Whether the operator gave a secret by setting, too. */
  readonly hasSecret: boolean;
  readonly onDone: () => Promise<void>;
}

/**
 * Has MyTPE send its webhooks here, unless it does; once it is known that it does, a call asks nothing. Several
 * processes that start together may register twice: each secret is kept, and a delivery more does no harm.
 */
export function createRegistration(options: RegistrationOptions): () => Promise<void> {
  let isDone = false;
  /** @throws when MyTPE cannot be asked. */
  return async () => {
    if (isDone) return;
    await registerWebhook(options);
    isDone = true;
    await options.onDone();
  };
}

async function registerWebhook(options: RegistrationOptions): Promise<void> {
  const { subscriptions, repository, log, url, keptUnder, hasSecret } = options;
  for await (const { id, url: known } of subscriptions.list()) {
    if (known !== url) continue;
    if (!hasSecret && (await repository.getValue(keptUnder + id)) === null)
      log.warn(
        { url, webhook: id },
        'MyTPE sends webhooks here, but their secret is not known: set MYTPE_WEBHOOK_SECRET, or delete that webhook and start again',
      );
    return;
  }
  const { id, secret } = await subscriptions.create(url);
  if (secret === undefined) {
    log.warn({ url, webhook: id }, 'MyTPE did not show the secret of the new webhook: set MYTPE_WEBHOOK_SECRET');
    return;
  }
  await repository.keepValue(keptUnder + id, secret);
  log.info({ url, webhook: id }, 'MyTPE sends webhooks here from now on');
}
