import { SEEDED_V2_IDS, type SandboxOptions } from '../src/index.ts';
import type { ApiResponse, Shop } from './shop.ts';
import { type V2Shop, openV2Shop } from './v2-shop.ts';

/** A merchant of both APIs with webhook receivers. */
export interface WebhookShop extends V2Shop {
  /** Subscribes in the ext API, to all events unless `fields` select some. */
  readonly subscribe: (url: string, fields?: object) => Promise<{ id: string; secret: string }>;
  /** Sets the v2 instance’s one address. Resolves with its secret. */
  readonly listenV2: (url: string) => Promise<string>;
  /** Announces an event without a cause. */
  readonly announce: (event?: string, data?: object) => Promise<ApiResponse['body'][]>;
  readonly announceV2: (event?: string, data?: object) => Promise<ApiResponse['body'][]>;
  readonly deliveries: () => Promise<ApiResponse['body'][]>;
  /** Waits until the only delivery meets the condition. */
  readonly settled: (isSo: (delivery: ApiResponse['body']) => boolean) => Promise<ApiResponse['body']>;
  readonly fault: (fault: object, rest?: object) => Promise<string>;
}

export async function openWebhookShop(options: SandboxOptions = {}): Promise<WebhookShop> {
  const shop = await openV2Shop(options);
  const { api, v2, control } = shop;
  const announced = async (event: object): Promise<ApiResponse['body'][]> => {
    const { status, body } = await control('POST', '/events', event);
    if (status !== 202) throw new Error(`Not announced: ${JSON.stringify(body)}`);
    return body.deliveries;
  };
  const deliveries = async (): Promise<ApiResponse['body'][]> => (await control('GET', '/deliveries')).body.deliveries;
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

/** Moves the shop’s clock. Due work runs with the next call. */
export function advance({ time }: Pick<Shop, 'time'>, ms: number): void {
  time.now = new Date(time.now.getTime() + ms);
}
