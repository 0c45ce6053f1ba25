import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

import pg from 'pg';

import { startPostgres } from '../test/postgres-server.ts';
import { type Figure, compare, figure } from './figures.ts';
import { WITH_KEY, each, presser, throughput } from './load.ts';
import { type BenchEnvironment, withBenchEnvironment } from './environment.ts';
import type { Running } from './processes.ts';

const LINKS = Number(process.env['BENCH_LINKS'] ?? 1_000_000);
const MOST = { atMost: 1.25 } as const;

/** Compares a store that holds a year of links with an empty store, first on SQLite, then on PostgreSQL. */
export async function fullStore(): Promise<Figure[]> {
  const postgres = await startPostgres();
  try {
    const sqlite = await withBenchEnvironment(async (environment) => {
      const full = `sqlite:${environment.folder}/full.db`;
      const seed = (offer: SeededOffer) => fillSqlite(full.replace('sqlite:', ''), offer);
      return compareStores('SQLite', environment, { empty: `sqlite:${environment.folder}/empty.db`, full, seed });
    });
    const others = await withBenchEnvironment(async (environment) => {
      const full = await postgres.database();
      const seed = (offer: SeededOffer) => fillPostgres(full, offer);
      return compareStores('PostgreSQL', environment, { empty: await postgres.database(), full, seed });
    });
    return [...sqlite, ...others];
  } finally {
    await postgres.stop();
  }
}

interface Stores {
  readonly empty: string;
  readonly full: string;
  /** Fills the full store with links of this offer. */
  seed(offer: SeededOffer): Promise<void> | void;
}

interface SeededOffer {
  readonly baseUrl: string;
  readonly version: string;
}

async function compareStores(
  name: string,
  environment: BenchEnvironment,
  { empty, full, seed }: Stores,
): Promise<Figure[]> {
  // The first start creates the schema.
  const first = await environment.backend({ STORE_URL: full });
  const { version } = (await (await fetch(`${first.url}/v1/offers/tshirt`)).json()) as { version: string };
  await first.stop();
  await seed({ baseUrl: environment.sandbox.startMessage['apiBaseUrl']!, version });
  const both = [
    await environment.backend({ STORE_URL: full }),
    await environment.backend({ STORE_URL: empty }),
  ] as const;
  const about = (what: string) => `${name}, ${LINKS} links compared with none: ${what}`;
  const figures: Figure[] = [];
  for (const [what, measure] of Object.entries(COSTS)) {
    const { ratio } = await compare(
      about(what),
      () => measure(both[0]),
      () => measure(both[1]),
    );
    figures.push(figure(about(what), ratio, 'ratio', MOST));
  }
  figures.push(figure(about('memory'), both[0].memory().now / both[1].memory().now, 'ratio', MOST));
  return figures;
}

/** Measures ms per request: sequentially for new links, over 50 connections for the others. */
const COSTS: Readonly<Record<string, (backend: Running) => Promise<number>>> = {
  async 'view of an offer'({ url }) {
    return 1000 / (await throughput(`${url}/v1/offers/tshirt`));
  },
  async 'existing shared link'({ url }) {
    return 1000 / (await throughput(`${url}/v1/links`, WITH_KEY));
  },
  async 'state of a link'({ url }) {
    const { press, end } = presser(url);
    const id = await press();
    await end();
    return 1000 / (await throughput(`${url}/v1/links/${id}`));
  },
  async 'new payer link'({ url }) {
    const { press, end } = presser(url);
    const took = await each(30, press);
    await end();
    return took;
  },
};

/**
 * Builds the statement that inserts a year of links. Most are paid, some were archived unpaid, and one in a hundred is
 * open and due for a poll tomorrow.
 * @param text returns an SQL expression for a digest of the row number.
 */
function rows({ baseUrl, version }: SeededOffer, numbers: string, text: (of: string) => string): string {
  const day = 86_400_000;
  const now = Date.now();
  const terms = { amountMode: 'fixed', amount: 450_000, currency: 'DZD', usageMode: 'one_shot', allowedPayers: [] };
  const kinds = (paid: string, unpaid: string, open: string) =>
    `CASE WHEN i % 100 = 0 THEN ${open} WHEN i % 10 < 7 THEN ${paid} ELSE ${unpaid} END`;
  const columns: Record<string, string> = {
    id: `'lnk_' || substr(${text("'id'")}, 1, 24)`,
    base_url: `'${baseUrl}'`,
    instance_id: `'1a570000-0000-4000-8000-000000000001'`,
    offer: `'tshirt'`,
    offer_version: `'${version}'`,
    scope: `'payer'`,
    terms: `'${JSON.stringify(terms)}'`,
    usage_mode: `'one_shot'`,
    fingerprint: text("'fingerprint'"),
    attempt: text("'attempt'"),
    request: text("'request'"),
    title: `'T-shirt'`,
    metadata: `'{}'`,
    client: `substr(${text("'client'")}, 1, 22)`,
    status: kinds(`'exhausted'`, `'archived'`, `'active'`),
    upstream_id: text("'upstream'"),
    url: `'http://127.0.0.1:8010/pay/t-shirt-' || i`,
    paid_count: kinds('1', '0', '0'),
    total_collected: kinds('450000', '0', '0'),
    created_at: `${now - 365 * day} + CAST(i AS BIGINT) * ${Math.floor((364 * day) / LINKS)}`,
    sent_at: `${now - 365 * day}`,
    read_at: `${now - day}`,
    next_read_at: kinds('NULL', 'NULL', String(now + day)),
    expires_at: `${now + 2 * day}`,
    paid_seen_at: kinds(String(now - day), 'NULL', 'NULL'),
    closed_at: kinds(String(now - day), String(now - day), 'NULL'),
    lease_until: '0',
  };
  return `INSERT INTO links (${Object.keys(columns).join(', ')}) SELECT ${Object.values(columns).join(', ')} FROM ${numbers}`;
}

function fillSqlite(path: string, offer: SeededOffer): void {
  const database = new DatabaseSync(path);
  database.function('digest', { deterministic: true }, (of, i) =>
    createHash('sha256')
      .update(`${String(of)} ${String(i)}`)
      .digest('base64url'),
  );
  const indexes = database
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'links' AND sql IS NOT NULL")
    .all() as { name: string; sql: string }[];
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN');
  // Creating an index at the end is faster than updating it with each row.
  for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
  const numbers = `(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${LINKS}) SELECT i FROM n)`;
  database.exec(rows(offer, numbers, (of) => `digest(${of}, i)`));
  for (const { sql } of indexes) database.exec(sql);
  database.exec('COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

async function fillPostgres(url: string, offer: SeededOffer): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const numbers = `generate_series(1, ${LINKS}) AS n(i)`;
  await client.query(rows(offer, numbers, (of) => `encode(sha256((${of} || i)::bytea), 'hex')`));
  await client.query('VACUUM ANALYZE links');
  await client.end();
}
