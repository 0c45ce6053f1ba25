import { SEEDED_V2_IDS, type SandboxOptions } from '../src/index.ts';
import type { Answer, Shop } from './shop.ts';
import { type V2Shop, openV2Shop } from './v2-shop.ts';

/** A merchant of both APIs who listens. */
export interface WebhookShop extends V2Shop {
  /** A subscription of the ext API to all events, unless `fields` say otherwise. */
  readonly subscribe: (url: string, fields?: object) => Promise<{ id: string; secret: string }>;
  /** Sets the v2 instance's one address; resolves with its secret. */
  readonly listenV2: (url: string) => Promise<string>;
  /** Announces an event out of the blue. */
  readonly announce: (event?: string, data?: object) => Promise<Answer['body'][]>;
  readonly announceV2: (event?: string, data?: object) => Promise<Answer['body'][]>;
  readonly deliveries: () => Promise<Answer['body'][]>;
  /** The only delivery, once it is as it should be. */
  readonly settled: (isSo: (delivery: Answer['body']) => boolean) => Promise<Answer['body']>;
  readonly fault: (fault: object, rest?: object) => Promise<string>;
}

export async function openWebhookShop(options: SandboxOptions = {}): Promise<WebhookShop> {
  const shop = await openV2Shop(options);
  const { api, v2, control } = shop;
  const announced = async (event: object): Promise<Answer['body'][]> => {
    const { status, body } = await control('POST', '/events', event);
    if (status !== 202) throw new Error(`Not announced: ${JSON.stringify(body)}`);
    return body.deliveries;
  };
  const deliveries = async (): Promise<Answer['body'][]> => (await control('GET', '/deliveries')).body.deliveries;
  return {
    ...shop,
    async subscribe(url, fields = {}) {
      const { status, body } = await api('POST', '/webhooks', { url, ...fields });
      if (status !== 201) throw new Error(`Not subscribed: ${JSON.stringify(body)}`);
      return body.data;
    },
    listenV2: async (webhook_url) =>
      (await v2('PUT', `/${SEEDED_V2_IDS.activeInstance}/webhook`, { webhook_url })).body.data.webhook_secret,
    announce: (event = 'transaction.paid', data = {}) => announced({ api: 'ext', event, data }),
    announceV2: (event = 'transaction.completed', data = {}) =>
      announced({ api: 'v2', event, instance_id: SEEDED_V2_IDS.activeInstance, data }),
    deliveries,
    async settled(isSo) {
      for (;;) {
        const [delivery] = await deliveries();
        if (delivery !== undefined && isSo(delivery)) return delivery;
      }
    },
    async fault(fault, rest = {}) {
      const { status, body } = await control('POST', '/faults', { fault, ...rest });
      if (status !== 201) throw new Error(`No fault: ${JSON.stringify(body)}`);
      return body.id;
    },
  };
}

/** Moves the shop's clock. Whatever was due happens with the next call. */
export function advance({ time }: Pick<Shop, 'time'>, ms: number): void {
  time.now = new Date(time.now.getTime() + ms);
}
