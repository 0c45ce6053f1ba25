import { readFileSync, writeFileSync } from 'node:fs';

import { parseSettings } from '../src/config/parse-settings.ts';
import { registerRoutes } from '../src/http/routes/routes.ts';
import { createHttpServer } from '../src/http/server.ts';
import { createLogger } from '../src/lib/log.ts';
import { createDocument, type OpenApiDocument } from '../src/openapi/build-document.ts';
import { collectRouteDocs } from '../src/openapi/route-doc.ts';

export const OPENAPI_FILE = new URL('../openapi.json', import.meta.url);

/** Returns the OpenAPI document of a backend with an operator and webhooks, with the version of this package. */
export async function fullDocument(): Promise<OpenApiDocument> {
  const settings = parseSettings({
    MYTPE_BASE_URL: 'https://api.mytpe.example',
    MYTPE_API_KEY: 'unused',
    MYTPE_API_SECRET: 'unused',
    PUBLIC_URL: 'https://pay.shop.example',
  });
  const app = createHttpServer(settings, createLogger('silent', []));
  const documented = collectRouteDocs(app);
  // The routes are registered but receive no request, so they need no services.
  const none = {} as never;
  const admin = { token: 'unused', metrics: none, service: none, offers: none, deliveries: none, publicUrl: undefined };
  await registerRoutes(app, { service: none, settings, scripts: none, admin, inbox: none });
  await app.close();
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return createDocument(version, documented);
}

if (import.meta.main) writeFileSync(OPENAPI_FILE, `${JSON.stringify(await fullDocument(), null, 2)}\n`);
