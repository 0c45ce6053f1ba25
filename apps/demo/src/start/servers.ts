import { join } from 'node:path';

import type { Child } from './children.ts';
import { type Place, address, parsePort } from './ports.ts';

/** Known to everybody who reads this: for orders of the demo alone. */
export const DEMO_TOKEN_SECRET = 'a-secret-of-the-demo-and-of-nothing-else';

export interface Servers {
  readonly sandbox: Place;
  readonly backend: Place;
  readonly shop: Place;
  /** What to run, each after those it asks. */
  readonly inOrder: readonly (readonly [Place, Child])[];
  /** The catalog in use, for the visitor to edit. */
  readonly offersFile: string;
}

/**
 * What the demo consists of. Variables the user has set win over what the demo needs.
 * @param data where everything is kept.
 * @throws Error when a port variable holds no port.
 */
export function planServers(root: string, data: string, watching: boolean, given: NodeJS.ProcessEnv): Servers {
  const place = (name: string, variable: string, standard: number): Place => ({
    name,
    variable,
    port: parsePort(variable, given[variable], standard),
  });
  const sandbox = place('sandbox', 'SANDBOX_PORT', 8010);
  const backend = place('backend', 'PORT', 8020);
  const shop = place('demo', 'DEMO_PORT', 8030);
  const reload = watching ? ['--watch', '--watch-preserve-output'] : [];
  const server = ({ name }: Place, args: string[], needed: Record<string, string>): Child => ({
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
