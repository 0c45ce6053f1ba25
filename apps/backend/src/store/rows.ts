import type { LinkRow } from './store.ts';

/** Column of every field of a link row, in table order. */
export const COLUMNS = {
  id: 'id',
  baseUrl: 'base_url',
  instanceId: 'instance_id',
  offer: 'offer',
  offerVersion: 'offer_version',
  scope: 'scope',
  terms: 'terms',
  fingerprint: 'fingerprint',
  attempt: 'attempt',
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
  nextReadAt: 'next_read_at',
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

/**
 * When a link is read again after a reading, unless it is said otherwise, ms: entered together with the reading, so that
 * a link is followed from the moment it can be paid, whoever dies then.
 */
export const READ_AGAIN_MS = 15_000;

/** `SELECT` list that yields the fields under our names. */
export const SELECTED = Object.entries(COLUMNS)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ');

/** A row as the database returns it: JSON columns are still text. */
export type RawRow = Omit<LinkRow, 'terms' | 'metadata' | 'allowedOrigins'> & {
  readonly terms: string;
  readonly metadata: string;
  readonly allowedOrigins: string | null;
};

/** A list of origins as its column holds it. */
export function originsText(origins: readonly string[] | null): string | null {
  return origins && JSON.stringify(origins);
}

export function linkRow(raw: RawRow): LinkRow {
  return {
    ...raw,
    terms: JSON.parse(raw.terms) as LinkRow['terms'],
    metadata: JSON.parse(raw.metadata) as LinkRow['metadata'],
    allowedOrigins: raw.allowedOrigins === null ? null : (JSON.parse(raw.allowedOrigins) as string[]),
  };
}
