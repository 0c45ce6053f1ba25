import type { Log } from '../lib/log.ts';
import type { Subscriptions } from '../mytpe/subscriptions.ts';
import type { Repository } from '../repository/repository.ts';

/** Returns the prefix of the key-values with the secrets of the subscriptions of `url` at one MyTPE. */
export const secretPrefix = (baseUrl: string, url: string): string => `webhook_secret:${baseUrl} ${url} `;

/** Options of {@link createRegistration}. */
export interface RegistrationOptions {
  readonly subscriptions: Subscriptions;
  readonly repository: Repository;
  readonly log: Log;
  /** The address for the webhooks: `{PUBLIC_URL}/webhooks/mytpe`. */
  readonly url: string;
  /** From {@link secretPrefix}. */
  readonly storedSecrets: string;
  /** `true` if the settings have a secret. */
  readonly hasSecret: boolean;
  /** Called after the first successful run. */
  readonly onDone: () => Promise<void>;
}

/**
 * Creates the function that registers `url` for MyTPE's webhooks, unless it is registered. After it succeeded, further calls
 * do nothing. Processes that start together may register twice: both secrets are stored, and repeats are harmless.
 */
export function createRegistration(options: RegistrationOptions): () => Promise<void> {
  let isDone = false;
  /** @throws if a call to MyTPE fails. */
  return async () => {
    if (isDone) return;
    await registerWebhook(options);
    isDone = true;
    await options.onDone();
  };
}

async function registerWebhook(options: RegistrationOptions): Promise<void> {
  const { subscriptions, repository, log, url, storedSecrets, hasSecret } = options;
  for await (const { id, url: known } of subscriptions.list()) {
    if (known !== url) continue;
    if (!hasSecret && (await repository.getValue(storedSecrets + id)) === null)
      log.warn(
        { url, webhook: id },
        'MyTPE sends webhooks here, but their secret is unknown: set MYTPE_WEBHOOK_SECRET, or delete that webhook and restart',
      );
    return;
  }
  const { id, secret } = await subscriptions.create(url);
  if (secret === undefined) {
    log.warn({ url, webhook: id }, 'MyTPE did not show the secret of the new webhook: set MYTPE_WEBHOOK_SECRET');
    return;
  }
  await repository.keepValue(storedSecrets + id, secret);
  log.info({ url, webhook: id }, 'registered for webhooks of MyTPE');
}
