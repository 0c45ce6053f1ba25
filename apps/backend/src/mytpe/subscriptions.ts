import type { ExtClient, V2Client } from '@mytpe-pay/client';

/** MyTPE's list of who is told, as far as registering needs it; each API has its own way. */
export interface Subscriptions {
  list(): AsyncIterable<{ readonly id: string; readonly url?: string | null | undefined }>;
  /** @returns the new subscription, with its secret where MyTPE shows it. */
  create(url: string): Promise<{ readonly id: string; readonly secret: string | undefined }>;
}

export function extSubscriptions(client: ExtClient): Subscriptions {
  return {
    list: () => client.webhooks.listAll(),
    create: async (url) => client.webhooks.create({ url, description: 'MyTPE Pay button' }),
  };
}

/** Shown to people, to recognise a secret by; whoever has seen it could sign with it. */
const MASK = /[*•…]|\.{3}/;

/**
 * v2 has one address for each instance, and shows its secret once.
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
      // Another process of ours was faster, and was shown the secret.
      if (before.webhook_url === url) return { id, secret: undefined };
      // Whoever listens there would hear nothing any more.
      if (before.webhook_url)
        throw new Error(
          `MyTPE sends the webhooks of instance ${id} elsewhere, and v2 knows one address: change it there`,
        );
      const { webhook_secret: shown } = await client.webhook.set(id, url);
      // A secret from before was shown then; nobody was sent anything that it signed.
      const secret = before.has_secret ? (await client.webhook.regenerateSecret(id)).webhook_secret : shown;
      return { id, secret: secret && !MASK.test(secret) ? secret : undefined };
    },
  };
}
