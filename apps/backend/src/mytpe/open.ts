import { type ClientOptions, ExtClient, V2Client } from '@mytpe-pay/client';

import type { Settings } from '../config/settings-schema.ts';
import { createExtGateway } from './ext.ts';
import type { Gateway } from './gateway.ts';
import { v2Subscriptions, extSubscriptions, type Subscriptions } from './subscriptions.ts';
import { createV2Gateway } from './v2.ts';

/** The MyTPE API in use. */
export interface OpenGateway {
  readonly gateway: Gateway;
  readonly subscriptions: Subscriptions;
  /** Resolves when the current calls have ended. */
  close(): Promise<void>;
}

/** Opens the API that `MYTPE_API` names. Sends nothing. @param onRequest called for every attempt of every call. */
export function openGateway(settings: Settings, onRequest?: ClientOptions['onRequest']): OpenGateway {
  const options = {
    baseUrl: settings.MYTPE_BASE_URL,
    credentials: { key: settings.MYTPE_API_KEY, secret: settings.MYTPE_API_SECRET },
    timeoutMs: settings.UPSTREAM_TIMEOUT_MS,
    maxConcurrent: settings.UPSTREAM_CONCURRENCY,
    onRequest,
    allowInsecureWebhooks: settings.MYTPE_ENVIRONMENT === 'sandbox',
  };
  return settings.MYTPE_API === 'v2'
    ? openV2(new V2Client(options), settings)
    : openExt(new ExtClient({ ...options, acceptPublishResponse: true }), settings);
}

function openExt(client: ExtClient, { MYTPE_BASE_URL, MYTPE_PAY_BASE_URL }: Settings): OpenGateway {
  return {
    gateway: createExtGateway(client, MYTPE_BASE_URL, MYTPE_PAY_BASE_URL),
    subscriptions: extSubscriptions(client),
    close: () => client.close(),
  };
}

function openV2(client: V2Client, settings: Settings): OpenGateway {
  const { MYTPE_BASE_URL, MYTPE_PAY_BASE_URL, MYTPE_PAYMENT_INSTANCE_ID: instance = null } = settings;
  return {
    gateway: createV2Gateway(client, MYTPE_BASE_URL, MYTPE_PAY_BASE_URL),
    subscriptions: v2Subscriptions(client, instance),
    close: () => client.close(),
  };
}
