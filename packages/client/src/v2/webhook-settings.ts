import { z } from 'zod';

import { NotAppliedError } from '../errors/not-applied-error.ts';
import { type ApiRequest, pathSegment } from '../transport/api-request.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped } from '../wire/envelope.ts';
import { checkedInput } from '../wire/input-fields.ts';
import { isReceiver, receiverRule } from '../wire/receiver-url.ts';

/** Where MyTPE reports the events of one instance. */
const Settings = z.object({
  webhook_url: z.string().nullish(),
  /** Whole only in the answer to the first `set`; else masked, for people to recognise. Never for logs. */
  webhook_secret: z.string().nullish(),
  has_secret: z.boolean().nullish(),
});
export type V2WebhookSettings = z.output<typeof Settings>;

const NewSecret = z.object({ webhook_secret: z.string().min(1) });
export type V2WebhookSecret = z.output<typeof NewSecret>;

/** The one webhook of each instance: all events, one URL, one secret. */
export class V2Webhook {
  readonly #transport: Transport;
  readonly #settings: z.ZodType<object>;

  /** `allowInsecure`: plain `http` to this machine too. */
  constructor(transport: Transport, allowInsecure: boolean) {
    this.#transport = transport;
    const url = z.string().max(2_048);
    const isAllowed = (text: string) => isReceiver(text, allowInsecure);
    this.#settings = z.object({ webhook_url: url.refine(isAllowed, receiverRule(allowInsecure)) });
  }

  get(instanceId: string, options?: CallOptions): Promise<V2WebhookSettings> {
    return this.#send(options, () => ({
      role: 'read',
      method: 'GET',
      path: pathOf(instanceId),
      answer: enveloped(Settings),
    }));
  }

  /**
   * Sets the URL, https only. The first time the answer holds the whole secret, and never again: when that answer is
   * lost, `regenerateSecret` makes another.
   * @throws InvalidInputError before anything is sent; NotAppliedError when the answer shows another URL.
   */
  async set(instanceId: string, url: string, options?: CallOptions): Promise<V2WebhookSettings> {
    const settings = await this.#send(options, () => ({
      role: 'write',
      method: 'PUT',
      path: pathOf(instanceId),
      body: JSON.stringify(checkedInput(this.#settings, 'webhook', { webhook_url: url })),
      answer: enveloped(Settings),
    }));
    if (isSameUrl(settings.webhook_url ?? url, url)) return settings;
    throw new NotAppliedError('setting the webhook', instanceId, undefined, 'instance');
  }

  /** Makes a new secret and shows it this once. The old one is no longer used from then on. */
  regenerateSecret(instanceId: string, options?: CallOptions): Promise<V2WebhookSecret> {
    return this.#send(options, () => ({
      role: 'write',
      method: 'POST',
      path: `${pathOf(instanceId)}/regenerate-secret`,
      answer: enveloped(NewSecret),
    }));
  }

  /** The request is made inside the call, so that what is wrong with it rejects. */
  #send<T>(options: CallOptions | undefined, request: () => ApiRequest<T>): Promise<T> {
    return this.#transport.run(options, async (send) => await send(request()));
  }
}

/** The answer may hold a secret that is shown this once: a slash more is no reason to withhold it. */
function isSameUrl(shown: string, sent: string): boolean {
  return shown === sent || (URL.canParse(shown) && new URL(shown).href === new URL(sent).href);
}

function pathOf(instanceId: string): string {
  return `/${pathSegment(instanceId)}/webhook`;
}
