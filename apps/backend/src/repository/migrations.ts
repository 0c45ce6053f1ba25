import type { Dialect } from './database.ts';

/**
 * The migrations of both databases. Each entry raises the schema by one version. A released entry never changes: an
 * existing database is at one of these versions.
 */
export const migrations = ({ integer, bytes, counter, table, keepAudit }: Dialect): readonly (readonly string[])[] => [
  [
    `CREATE TABLE links (
      id TEXT PRIMARY KEY,
      base_url TEXT NOT NULL,
      instance_id TEXT NOT NULL,
      offer TEXT NOT NULL,
      offer_version TEXT NOT NULL,
      scope TEXT NOT NULL CHECK (scope IN ('shared', 'payer')),
      terms TEXT NOT NULL,
      usage_mode TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      attempt TEXT,
      request TEXT,
      title TEXT NOT NULL,
      description TEXT,
      metadata TEXT NOT NULL,
      reference TEXT,
      origin TEXT,
      client TEXT,
      carried_count ${integer} NOT NULL DEFAULT 0,
      carried_amount ${integer} NOT NULL DEFAULT 0,
      status TEXT NOT NULL,
      upstream_id TEXT,
      url TEXT,
      paid_count ${integer} NOT NULL DEFAULT 0,
      total_collected ${integer} NOT NULL DEFAULT 0,
      created_at ${integer} NOT NULL,
      sent_at ${integer},
      read_at ${integer},
      next_read_at ${integer},
      expires_at ${integer},
      paid_seen_at ${integer},
      closed_at ${integer},
      superseded_at ${integer},
      lease_token TEXT,
      lease_until ${integer} NOT NULL DEFAULT 0
    )${table}`,
    // At most one row holds a fingerprint or an idempotency hash. Superseded, rejected and gone rows release theirs.
    "CREATE UNIQUE INDEX links_fingerprint ON links (fingerprint) WHERE superseded_at IS NULL AND status NOT IN ('rejected', 'gone')",
    "CREATE UNIQUE INDEX links_attempt ON links (attempt) WHERE attempt IS NOT NULL AND status NOT IN ('rejected', 'gone')",
    'CREATE INDEX links_due ON links (base_url, next_read_at) WHERE next_read_at IS NOT NULL',
    "CREATE INDEX links_unfinished ON links (base_url, created_at) WHERE status IN ('requested', 'drafted')",
    'CREATE INDEX links_expiring ON links (base_url, expires_at) WHERE closed_at IS NULL AND expires_at IS NOT NULL',
    'CREATE INDEX links_superseded ON links (base_url, superseded_at) WHERE closed_at IS NULL AND superseded_at IS NOT NULL',
    'CREATE INDEX links_open_by_offer ON links (base_url, offer) WHERE closed_at IS NULL',
    "CREATE INDEX links_by_offer ON links (base_url, offer, usage_mode) WHERE usage_mode IN ('limited', 'capped_amount')",
    'CREATE INDEX links_created ON links (created_at)',
    "CREATE INDEX links_offer_day ON links (offer, created_at) WHERE scope = 'payer'",
    'CREATE INDEX links_client ON links (client, created_at) WHERE client IS NOT NULL',
    "CREATE INDEX links_client_unpaid ON links (client) WHERE scope = 'payer' AND closed_at IS NULL AND paid_count = 0",
    `CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)${table}`,
    `CREATE TABLE scripts (version TEXT NOT NULL, name TEXT NOT NULL, body ${bytes} NOT NULL, integrity TEXT NOT NULL, PRIMARY KEY (version, name))${table}`,
  ],
  [
    'ALTER TABLE links ADD COLUMN jti TEXT',
    `ALTER TABLE links ADD COLUMN token_iat ${integer}`,
    'ALTER TABLE links ADD COLUMN order_key TEXT',
    'ALTER TABLE links ADD COLUMN receipt TEXT',
    // At most one open row per order. Closed rows never reopen, so this index never refuses a snapshot.
    'CREATE UNIQUE INDEX links_order ON links (order_key) WHERE order_key IS NOT NULL AND closed_at IS NULL',
    'CREATE INDEX links_token ON links (base_url, offer, token_iat, created_at) WHERE jti IS NOT NULL',
  ],
  [
    // The lists of `/admin`: one index for each filter, in the order of the list.
    'CREATE INDEX links_listed ON links (base_url, created_at, id)',
    'CREATE INDEX links_listed_offer ON links (base_url, offer, created_at, id)',
    'CREATE INDEX links_listed_status ON links (base_url, status, created_at, id)',
    'CREATE INDEX links_listed_reference ON links (base_url, reference, created_at, id) WHERE reference IS NOT NULL',
    'CREATE INDEX links_paid ON links (base_url, paid_seen_at, id) WHERE paid_seen_at IS NOT NULL',
    'CREATE INDEX links_paid_offer ON links (base_url, offer, paid_seen_at, id) WHERE paid_seen_at IS NOT NULL',
    `CREATE TABLE audit (
      id ${counter},
      at ${integer} NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      outcome TEXT NOT NULL,
      link TEXT,
      request_id TEXT NOT NULL
    )${table}`,
    'CREATE INDEX audit_link ON audit (link, id) WHERE link IS NOT NULL',
    ...keepAudit,
  ],
  // The slug of a link, if the backend chooses it (v2).
  ['ALTER TABLE links ADD COLUMN slug TEXT'],
  [
    // Webhooks of MyTPE. `note` is the result of a finished delivery.
    `CREATE TABLE webhooks_in (
      id TEXT PRIMARY KEY,
      received_at ${integer} NOT NULL,
      event TEXT,
      upstream_id TEXT,
      our_ref TEXT,
      body ${bytes} NOT NULL,
      note TEXT,
      tries ${integer} NOT NULL DEFAULT 0,
      due_at ${integer} NOT NULL
    )${table}`,
    'CREATE INDEX webhooks_in_due ON webhooks_in (due_at) WHERE note IS NULL',
    'CREATE INDEX webhooks_in_done ON webhooks_in (received_at) WHERE note IS NOT NULL',
    'CREATE INDEX links_upstream ON links (base_url, upstream_id) WHERE upstream_id IS NOT NULL',
  ],
  [
    // Events for the merchant's server. Of a link's pending events, only the earliest has `due_at`.
    `CREATE TABLE webhooks_out (
      position ${counter},
      id TEXT NOT NULL UNIQUE,
      base_url TEXT NOT NULL,
      link TEXT NOT NULL,
      type TEXT NOT NULL,
      at ${integer} NOT NULL,
      closed_as TEXT,
      paid_count ${integer} NOT NULL,
      total_collected ${integer} NOT NULL,
      new_payments ${integer} NOT NULL,
      new_amount ${integer} NOT NULL,
      state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
      tries ${integer} NOT NULL DEFAULT 0,
      due_at ${integer},
      lease_token TEXT,
      ended_at ${integer},
      last_status ${integer},
      last_failure TEXT
    )${table}`,
    "CREATE INDEX webhooks_out_due ON webhooks_out (base_url, due_at) WHERE state = 'pending' AND due_at IS NOT NULL",
    "CREATE INDEX webhooks_out_waiting ON webhooks_out (link, position) WHERE state = 'pending'",
    'CREATE INDEX webhooks_out_listed ON webhooks_out (base_url, position)',
    'CREATE INDEX webhooks_out_by_state ON webhooks_out (base_url, state, position)',
    "CREATE INDEX webhooks_out_delivered ON webhooks_out (ended_at) WHERE state = 'delivered'",
  ],
  [
    // Creation budgets by network. Anonymous links and signed orders have separate budgets.
    'ALTER TABLE links ADD COLUMN client_site TEXT',
    'ALTER TABLE links ADD COLUMN client_block TEXT',
    'CREATE INDEX links_anonymous ON links (created_at) WHERE order_key IS NULL',
    'CREATE INDEX links_signed ON links (created_at) WHERE order_key IS NOT NULL',
    'CREATE INDEX links_client_site ON links (client_site, created_at) WHERE client_site IS NOT NULL',
    'CREATE INDEX links_client_block ON links (client_block, created_at) WHERE client_block IS NOT NULL',
    'CREATE INDEX links_of_order ON links (order_key, offer_version) WHERE order_key IS NOT NULL',
    'DROP INDEX links_created',
    'DROP INDEX links_client_unpaid',
  ],
  // The language of a payer link; the origins whose pages may read the link of a signed offer.
  ['ALTER TABLE links ADD COLUMN language TEXT', 'ALTER TABLE links ADD COLUMN allowed_origins TEXT'],
];
