import type { LinkRow } from '../domain/link.ts';

/** The column of each field, in table order. */
export const COLUMNS = {
  id: 'id',
  baseUrl: 'base_url',
  instanceId: 'instance_id',
  offer: 'offer',
  offerVersion: 'offer_version',
  scope: 'scope',
  terms: 'terms',
  fingerprint: 'fingerprint',
  idempotencyHash: 'attempt',
  request: 'request',
  title: 'title',
  description: 'description',
  language: 'language',
  metadata: 'metadata',
  reference: 'reference',
  origin: 'origin',
  client: 'client',
  clientSite: 'client_site',
  clientBlock: 'client_block',
  carriedCount: 'carried_count',
  carriedAmount: 'carried_amount',
  status: 'status',
  upstreamId: 'upstream_id',
  url: 'url',
  paidCount: 'paid_count',
  totalCollected: 'total_collected',
  createdAt: 'created_at',
  sentAt: 'sent_at',
  slug: 'slug',
  readAt: 'read_at',
  nextPollAt: 'next_read_at',
  expiresAt: 'expires_at',
  paidSeenAt: 'paid_seen_at',
  closedAt: 'closed_at',
  supersededAt: 'superseded_at',
  jti: 'jti',
  tokenIat: 'token_iat',
  allowedOrigins: 'allowed_origins',
  orderKey: 'order_key',
  receipt: 'receipt',
} as const satisfies Record<keyof LinkRow, string>;

/** The `SELECT` list of a link, with the names of its fields. */
export const SELECTED = Object.entries(COLUMNS)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ');

/** A row as the database returns it. JSON columns are text. */
export type RawRow = Omit<LinkRow, 'terms' | 'metadata' | 'allowedOrigins'> & {
  readonly terms: string;
  readonly metadata: string;
  readonly allowedOrigins: string | null;
};

/** Returns the text that stores a list of origins; `null` for `null`. */
export function originsText(origins: readonly string[] | null): string | null {
  return origins && JSON.stringify(origins);
}

/** Parses the JSON in a row of the database. */
export function linkRow(raw: RawRow): LinkRow {
  return {
    ...raw,
    terms: JSON.parse(raw.terms) as LinkRow['terms'],
    metadata: JSON.parse(raw.metadata) as LinkRow['metadata'],
    allowedOrigins: raw.allowedOrigins === null ? null : (JSON.parse(raw.allowedOrigins) as string[]),
  };
}
