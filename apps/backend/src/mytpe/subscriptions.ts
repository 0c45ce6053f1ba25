import type { ExtClient, V2Client } from '@mytpe-pay/client';

/** The webhook subscriptions of the MyTPE account, as the registration needs them. */
export interface Subscriptions {
  /** Lists the subscriptions. */
  list(): AsyncIterable<{ readonly id: string; readonly url?: string | null | undefined }>;
  /** Subscribes an address. @returns the new subscription, with its secret if MyTPE shows it. */
  create(url: string): Promise<{ readonly id: string; readonly secret: string | undefined }>;
}

/** Creates the subscriptions of the ext API. */
export function extSubscriptions(client: ExtClient): Subscriptions {
  return {
    list: () => client.webhooks.listAll(),
    create: async (url) => client.webhooks.create({ url, description: 'MyTPE Pay button' }),
  };
}

/** Matches a masked secret, which is not a key: its text is visible to people. */
const MASK = /[*•…]|\.{3}/;

/**
 * Creates the subscriptions of v2. It has one address for each instance, and shows the secret once.
 * @param configured `MYTPE_PAYMENT_INSTANCE_ID`; `null`: the account's only active instance.
 */
export function v2Subscriptions(client: V2Client, configured: string | null): Subscriptions {
  async function instanceId(): Promise<string> {
    if (configured !== null) return configured;
    const ids: string[] = [];
    for await (const { id } of client.instances.listAllActive()) ids.push(id);
    const [only, ...more] = ids;
    if (only === undefined) throw new Error('the account has no active payment instance yet');
    if (more.length > 0) throw new Error('the account has several payment instances: set MYTPE_PAYMENT_INSTANCE_ID');
    return only;
  }

  return {
    async *list() {
      const id = await instanceId();
      const { webhook_url: url } = await client.webhook.get(id);
      if (url) yield { id, url };
    },
    async create(url) {
      const id = await instanceId();
      const before = await client.webhook.get(id);
      // Another process registered the address first and got the secret.
      if (before.webhook_url === url) return { id, secret: undefined };
      // Replacing the address would stop the webhooks of another service.
      if (before.webhook_url)
        throw new Error(
          `MyTPE sends the webhooks of instance ${id} to another address, and v2 allows one: change it at MyTPE`,
        );
      const { webhook_secret: shown } = await client.webhook.set(id, url);
      // MyTPE showed the existing secret earlier and does not show it again. No webhook was sent yet, so a new secret is safe.
      const secret = before.has_secret ? (await client.webhook.regenerateSecret(id)).webhook_secret : shown;
      return { id, secret: secret && !MASK.test(secret) ? secret : undefined };
    },
  };
}
