import { join } from 'node:path';

import type { Program } from './processes.ts';
import { type ServerPort, address, parsePort } from './ports.ts';

/** A public secret, for orders of the demo only. */
export const DEMO_TOKEN_SECRET = 'a-secret-of-the-demo-and-of-nothing-else';

export interface Servers {
  readonly sandbox: ServerPort;
  readonly backend: ServerPort;
  readonly shop: ServerPort;
  /** The servers in the order of their start. A server follows those that it needs. */
  readonly inOrder: readonly (readonly [ServerPort, Program])[];
  /** The path of the catalog, for the visitor to edit. */
  readonly offersFile: string;
}

/**
 * Plans the demo's servers. Variables of the user override the demo's.
 * @param data the folder for all data.
 * @throws Error if a port variable is not a port.
 */
export function planServers(root: string, data: string, watching: boolean, given: NodeJS.ProcessEnv): Servers {
  const serverPort = (name: string, variable: string, standard: number): ServerPort => ({
    name,
    variable,
    port: parsePort(variable, given[variable], standard),
  });
  const sandbox = serverPort('sandbox', 'SANDBOX_PORT', 8010);
  const backend = serverPort('backend', 'PORT', 8020);
  const shop = serverPort('demo', 'DEMO_PORT', 8030);
  const reload = watching ? ['--watch', '--watch-preserve-output'] : [];
  const server = ({ name }: ServerPort, args: string[], needed: Record<string, string>): Program => ({
    name,
    args: [...reload, ...args],
    env: Object.fromEntries(Object.entries(needed).map(([variable, value]) => [variable, given[variable] || value])),
  });

  const runsSandbox = server(sandbox, [join(root, 'apps/sandbox/src/main.ts')], {
    SANDBOX_PORT: String(sandbox.port),
    SANDBOX_STATE_FILE: join(data, 'sandbox.json'),
  });
  const program = watching ? 'apps/backend/src/main.ts' : 'apps/backend/dist/server.js';
  const runsBackend = server(backend, [join(root, program)], {
    MYTPE_ENVIRONMENT: 'sandbox',
    MYTPE_BASE_URL: `${address(sandbox)}/api/ext`,
    MYTPE_PAY_BASE_URL: `${address(sandbox)}/pay`,
    MYTPE_API_KEY: 'mtk_sandbox_key',
    MYTPE_API_SECRET: 'mts_sandbox_secret',
    OFFERS_FILE: join(data, 'offers.yaml'),
    STORE_URL: `sqlite:${join(data, 'mytpe-pay.db')}`,
    PORT: String(backend.port),
    REGISTER_WEBHOOK: 'true',
    OFFER_TOKEN_KEYS: JSON.stringify([{ kid: 'demo', alg: 'HS256', secret: DEMO_TOKEN_SECRET }]),
    LOG_LEVEL: 'warn',
  });
  const runsShop = server(shop, [join(root, 'apps/demo/src/server.ts')], {
    DEMO_PORT: String(shop.port),
    BACKEND_URL: address(backend),
    // The `aud` that the backend expects in signed orders: PUBLIC_URL, else HOST and PORT.
    BACKEND_PUBLIC_URL: given['PUBLIC_URL'] || `http://${given['HOST'] || '127.0.0.1'}:${backend.port}`,
    OFFER_TOKEN_SECRET: DEMO_TOKEN_SECRET,
  });
  return {
    sandbox,
    backend,
    shop,
    inOrder: [
      [sandbox, runsSandbox],
      [backend, runsBackend],
      [shop, runsShop],
    ],
    offersFile: runsBackend.env['OFFERS_FILE']!,
  };
}
