import { afterEach, beforeEach } from 'vitest';

import { V2Client, type V2ClientOptions } from '../src/index.ts';
import { type Harness, KEY, SECRET, useHarness } from './harness.ts';

const BASE = '/api/v2/mytpe-pay';

export interface V2Harness extends Pick<Harness, 'server' | 'timing'> {
  /** Creates a v2 client of the scripted server. It is closed after the test. */
  client(options?: Partial<V2ClientOptions>): V2Client;
  /** The requests so far: `PATCH /links/l1/toggle-status`. */
  requests(): string[];
}

/** Provides every test of a file with a new scripted server, a fake clock and v2 clients. */
export function useV2Harness(): V2Harness {
  const harness = useHarness();
  const clients: V2Client[] = [];
  const v2 = {} as { -readonly [Key in keyof V2Harness]: V2Harness[Key] };
  beforeEach(() => {
    const { server, timing } = harness;
    const baseUrl = new URL(BASE, server.baseUrl);
    v2.server = server;
    v2.timing = timing;
    v2.client = (options = {}) => {
      const made = new V2Client({ baseUrl, credentials: { key: KEY, secret: SECRET }, ...timing, ...options });
      clients.push(made);
      return made;
    };
    v2.requests = () => server.received.map(({ method, url }) => `${method} ${url.replace(BASE, '')}`);
  });
  afterEach(async () => await Promise.all(clients.splice(0).map((client) => client.close())));
  return v2;
}
