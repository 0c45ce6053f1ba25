import { ADMIN_OPERATIONS } from './admin-operations.ts';
import { MERCHANT_WEBHOOKS } from './merchant-webhooks.ts';
import type { Operation, Operations } from './operation.ts';
import { PAGE_OPERATIONS } from './page-operations.ts';
import { componentSchemas, type JsonSchema } from './schemas.ts';
import { SERVICE_OPERATIONS, WEBHOOK_OPERATIONS } from './service-operations.ts';
import { WIRE_OPERATIONS } from './wire-operations.ts';

export type RouteExists = (method: 'GET' | 'POST', url: string) => boolean;

/** An OpenAPI 3.1 document, as far as we write and read one. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Operations;
  /** What is sent, not asked for. */
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes?: Readonly<Record<string, object>>;
  };
}

const TAGS = [
  { name: 'Pages', description: 'What the button on a page asks. Every answer may be read by the page, failures too.' },
  { name: 'Without JavaScript', description: 'The way to pay where scripts do not run.' },
  { name: 'Scripts', description: 'The button itself.' },
  {
    name: 'Webhooks',
    description:
      'What your server is sent where `MERCHANT_WEBHOOK_URL` is set, by the Standard Webhooks scheme: each at least once, those of one link in order.',
  },
  { name: 'Operation', description: 'How the service is, and what it speaks.' },
];
const ADMINISTRATION = {
  name: 'Administration',
  description: 'With `Authorization: Bearer $ADMIN_TOKEN`. What is read opens in a browser too, the token as password.',
};

/**
 * The document of everything this installation answers.
 * @param exists whether a route is there: what a setting switches on is told only where it is.
 */
export function createDocument(version: string, exists: RouteExists): OpenApiDocument {
  const forOperators = exists('GET', '/metrics');
  const receivesWebhooks = exists('POST', '/webhooks/mytpe');
  const securitySchemes = {
    operator: { type: 'http', scheme: 'bearer', description: '`ADMIN_TOKEN`' },
    browser: { type: 'http', scheme: 'basic', description: 'Any name, and `ADMIN_TOKEN` as the password.' },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'MyTPE Pay backend',
      version,
      description: 'Offers, payment links and their state. Money is dinars as text with two decimals; moments are UTC.',
    },
    // Wherever this document was read.
    servers: [{ url: '/' }],
    tags: forOperators ? [...TAGS, ADMINISTRATION] : TAGS,
    paths: {
      ...WIRE_OPERATIONS,
      ...PAGE_OPERATIONS,
      ...SERVICE_OPERATIONS,
      ...(receivesWebhooks && WEBHOOK_OPERATIONS),
      ...(forOperators && ADMIN_OPERATIONS),
    },
    webhooks: MERCHANT_WEBHOOKS,
    components: { schemas: componentSchemas(forOperators), securitySchemes },
  };
}
