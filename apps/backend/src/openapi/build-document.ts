import type { EventType } from '../repository/outbox.ts';
import { type DocumentedRoute, jsonBody, type Parameter, type RouteDoc, type Tag, text } from './route-doc.ts';
import { componentSchemas, type JsonSchema, type SchemaName } from './schemas.ts';

const header = (name: string, description: string): Parameter => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: text,
});

const SIGNED = [
  header('webhook-id', 'The event’s id, the same for every attempt. Ignore an event that you have already processed.'),
  header('webhook-timestamp', 'The time of this attempt, in seconds since 1970.'),
  header(
    'webhook-signature',
    '`v1,` followed by the HMAC-SHA256 of id, timestamp and body in base64. Several signatures are separated by spaces.',
  ),
];

const sent = (operationId: string, summary: string, schema: SchemaName): RouteDoc => ({
  operationId,
  tag: 'Webhooks',
  summary,
  parameters: SIGNED,
  requestBody: jsonBody(schema),
  responses: {
    '2XX': { description: 'Accepted. The backend does not read the body.' },
    410: { description: 'Rejected permanently. The backend does not retry.' },
    default: {
      description: 'The backend retries, with at most ten attempts in three days, and respects `Retry-After`.',
    },
  },
});

/** The requests that the backend sends to the merchant's server, by event type. */
export const MERCHANT_WEBHOOKS: Readonly<Record<EventType, RouteDoc>> = {
  'link.paid': sent('linkPaid', 'A link was paid', 'LinkPaidEvent'),
  'link.closed': sent('linkClosed', 'A link can no longer be paid', 'LinkClosedEvent'),
};

/** One method of one path, as OpenAPI 3.1 writes it. */
export interface Operation extends Omit<RouteDoc, 'tag'> {
  readonly tags: readonly Tag[];
}

/** An OpenAPI 3.1 document, limited to the parts that the backend writes and reads. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: Tag; readonly description: string }[];
  /** Operations by path and method. */
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', Operation>>>>>;
  /** Requests that the backend sends to the merchant's server. */
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes?: Readonly<Record<string, object>>;
  };
}

const TAGS: OpenApiDocument['tags'] = [
  {
    name: 'Pages',
    description: 'The routes that the button on a page calls. The page may read every response, problems included.',
  },
  { name: 'Without JavaScript', description: 'The way to pay in browsers without JavaScript.' },
  { name: 'Scripts', description: 'The button’s scripts.' },
  {
    name: 'Webhooks',
    description:
      'Requests to your server if `MERCHANT_WEBHOOK_URL` is set. They follow the Standard Webhooks scheme. Each event is delivered at least once, and the events of one link arrive in order.',
  },
  { name: 'Operation', description: 'Health, documentation, receipt keys and the webhooks of MyTPE.' },
];
const ADMINISTRATION: OpenApiDocument['tags'][number] = {
  name: 'Administration',
  description:
    'Requires `Authorization: Bearer $ADMIN_TOKEN`. `GET` routes also open in a browser, with the token as the password.',
};
const SECURITY_SCHEMES = {
  operator: { type: 'http', scheme: 'bearer', description: '`ADMIN_TOKEN`' },
  browser: { type: 'http', scheme: 'basic', description: 'Any user name, with `ADMIN_TOKEN` as the password.' },
};

/**
 * Builds the OpenAPI document of one installation. Routes that a setting switches off are not in it.
 * @param version of the backend, for example `0.1.0`.
 * @param routes the registered routes, as `collectRouteDocs` lists them.
 */
export function createDocument(version: string, routes: readonly DocumentedRoute[]): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  let forOperators = false;
  for (const { method, url, doc } of routes) {
    const operation = toOperation(doc());
    (paths[pathTemplate(url)] ??= {})[method.toLowerCase()] = operation;
    forOperators ||= operation.tags.includes('Administration');
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'MyTPE Pay backend',
      version,
      description:
        'Offers, payment links and their state. Amounts are dinars as text with two decimals. Times are UTC.',
    },
    // Relative to the address that the document was read from.
    servers: [{ url: '/' }],
    tags: forOperators ? [...TAGS, ADMINISTRATION] : TAGS,
    paths,
    webhooks: Object.fromEntries(
      Object.entries(MERCHANT_WEBHOOKS).map(([type, doc]) => [type, { post: toOperation(doc) }]),
    ),
    components: { schemas: componentSchemas(forOperators), securitySchemes: SECURITY_SCHEMES },
  };
}

function toOperation({ tag, ...doc }: RouteDoc): Operation {
  return { ...doc, tags: [tag] };
}

/** The route's pattern as OpenAPI writes it: `/pay/:offer` is `/pay/{offer}`. */
function pathTemplate(url: string): string {
  return url.replaceAll(/:(\w+)(?:\(.*?\$\))?/g, '{$1}');
}
