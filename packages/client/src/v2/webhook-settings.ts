import { z } from 'zod';

import { NotAppliedError } from '../errors.ts';
import { type ApiRequest, pathSegment } from '../transport/api-request.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { enveloped } from '../wire/envelope.ts';
import { checkedInput, isReceiver, receiverRule } from '../wire/input-fields.ts';

/** The webhook settings of one instance. */
const Settings = z.object({
  webhook_url: z.string().nullish(),
  /** Complete only in the response to the first `set`. Masked in all other responses. Do not log it. */
  webhook_secret: z.string().nullish(),
  has_secret: z.boolean().nullish(),
});
/** The webhook settings of a v2 instance. */
export type V2WebhookSettings = z.output<typeof Settings>;

const NewSecret = z.object({ webhook_secret: z.string().min(1) });
/** A new signing secret, `whsec_…`. MyTPE shows it only once. */
export type V2WebhookSecret = z.output<typeof NewSecret>;

/** The webhook of an instance. Each instance has one URL and one secret for all events. */
export class V2Webhook {
  readonly #transport: Transport;
  readonly #settings: z.ZodType<object>;

  /** @param allowInsecure `true` also allows plain http to this machine. */
  constructor(transport: Transport, allowInsecure: boolean) {
    this.#transport = transport;
    const url = z.string().max(2_048);
    const isAllowed = (text: string) => isReceiver(text, allowInsecure);
    this.#settings = z.object({ webhook_url: url.refine(isAllowed, receiverRule(allowInsecure)) });
  }

  /** Reads the webhook settings of an instance. */
  get(instanceId: string, options?: CallOptions): Promise<V2WebhookSettings> {
    return this.#send(options, () => ({
      role: 'read',
      method: 'GET',
      path: pathOf(instanceId),
      response: enveloped(Settings),
    }));
  }

  /**
   * Sets the URL, https only. Only the response to the first call contains the complete secret. If that response is
   * lost, create a new secret with `regenerateSecret`.
   * @throws InvalidInputError before anything is sent; NotAppliedError if the response contains another URL.
   */
  async set(instanceId: string, url: string, options?: CallOptions): Promise<V2WebhookSettings> {
    const settings = await this.#send(options, () => ({
      role: 'write',
      method: 'PUT',
      path: pathOf(instanceId),
      body: JSON.stringify(checkedInput(this.#settings, 'webhook', { webhook_url: url })),
      response: enveloped(Settings),
    }));
    if (isSameUrl(settings.webhook_url ?? url, url)) return settings;
    throw new NotAppliedError('setting the webhook', instanceId, undefined, 'instance');
  }

  /** Creates a new secret and returns it. MyTPE does not show it again, and no longer uses the old secret. */
  regenerateSecret(instanceId: string, options?: CallOptions): Promise<V2WebhookSecret> {
    return this.#send(options, () => ({
      role: 'write',
      method: 'POST',
      path: `${pathOf(instanceId)}/regenerate-secret`,
      response: enveloped(NewSecret),
    }));
  }

  /** Builds the request inside the call, so that an invalid input rejects the promise. */
  #send<T>(options: CallOptions | undefined, request: () => ApiRequest<T>): Promise<T> {
    return this.#transport.run(options, async (send) => await send(request()));
  }
}

/**
 * Compares URLs leniently, because a difference like a trailing slash must not discard a secret that is shown only
 * once.
 */
function isSameUrl(shown: string, sent: string): boolean {
  return shown === sent || (URL.canParse(shown) && new URL(shown).href === new URL(sent).href);
}

function pathOf(instanceId: string): string {
  return `/${pathSegment(instanceId)}/webhook`;
}
