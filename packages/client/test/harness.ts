import { afterEach, beforeEach } from 'vitest';

import { ExtClient, type ExtClientOptions, MytpeError } from '../src/index.ts';
import { type FakeTiming, createFakeTiming } from './fake-timing.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

export const KEY = 'mtk_live_0123456789abcdef0123456789abcdef';
export const SECRET = 'mts_live_fedcba9876543210fedcba9876543210';

export interface Harness {
  server: ScriptedServer;
  timing: FakeTiming;
  /** Creates a client of the scripted server. It is closed after the test. */
  client(options?: Partial<ExtClientOptions>): ExtClient;
}

/** Provides every test of a file with a new scripted server, a fake clock and clients. */
export function useHarness(): Harness {
  const harness = {} as Harness;
  const clients: ExtClient[] = [];
  beforeEach(async () => {
    harness.server = await startScriptedServer();
    harness.timing = createFakeTiming();
    harness.client = (options = {}) => {
      const { baseUrl } = harness.server;
      const made = new ExtClient({ baseUrl, credentials: { key: KEY, secret: SECRET }, ...harness.timing, ...options });
      clients.push(made);
      return made;
    };
  });
  afterEach(async () => {
    await harness.server.close();
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });
  return harness;
}

/** Returns the `MytpeError` that `call` rejects with. Throws if it resolves or rejects with anything else. */
export async function failureOf(call: Promise<unknown>): Promise<MytpeError> {
  const result = await call.then(
    (value: unknown) => new Error(`resolved with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (result instanceof MytpeError) return result;
  throw result;
}
