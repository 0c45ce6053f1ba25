import type { NewLink } from '../domain/link.ts';

/**
 * The links that a limit counts. "Anonymous" links are those that a visitor can create; links of signed one-shot orders
 * are not among them, because each needs the merchant's signature.
 */
export type Counted =
  /** Anonymous links of the whole installation. */
  | 'installation'
  /** The same, for a request that brought no proof of work. */
  | 'unproven'
  /** Anonymous links of one network; see `ClientNetworks`. */
  | 'address'
  | 'site'
  | 'block'
  /** Anonymous payer links of one address that are open and unpaid. */
  | 'unpaid'
  /** Payer links of one offer that are open or paid: all, of one address, of one site. */
  | 'offer'
  | 'offer_address'
  | 'offer_site'
  /** Links of signed orders. */
  | 'signed';

/** At most `most` links may have been created within the last `windowMs` milliseconds. */
export interface Limit {
  readonly of: Counted;
  readonly most: number;
  readonly windowMs: number;
}

/** The limits on one new link. The store counts, so that restarts and replicas share the limits. */
export interface Budget {
  /** Epoch ms. */
  readonly now: number;
  readonly limits: readonly Limit[];
}

/** A limit that is reached. */
export interface Reached {
  readonly of: Counted;
  /** When the oldest counted link leaves the window, epoch ms: from then on another link may be created. */
  readonly until: number;
}

const ANONYMOUS = 'order_key IS NULL';
const OF_OFFER = "offer = $3 AND scope = 'payer' AND (closed_at IS NULL OR paid_count > 0)";

interface Selection {
  readonly where: string;
  /** Values from `$3` on. `null` among them: the limit does not concern the link. */
  readonly values: (link: NewLink) => readonly (string | null)[];
}

const SELECTIONS: Readonly<Record<Counted, Selection>> = {
  installation: { where: ANONYMOUS, values: () => [] },
  unproven: { where: ANONYMOUS, values: () => [] },
  address: { where: `client = $3 AND ${ANONYMOUS}`, values: ({ client }) => [client] },
  site: { where: `client_site = $3 AND ${ANONYMOUS}`, values: ({ clientSite }) => [clientSite] },
  block: { where: `client_block = $3 AND ${ANONYMOUS}`, values: ({ clientBlock }) => [clientBlock] },
  unpaid: {
    where: `client = $3 AND ${ANONYMOUS} AND scope = 'payer' AND closed_at IS NULL AND paid_count = 0`,
    values: ({ client }) => [client],
  },
  offer: { where: OF_OFFER, values: ({ offer }) => [offer] },
  offer_address: { where: `${OF_OFFER} AND client = $4`, values: ({ offer, client }) => [offer, client] },
  offer_site: { where: `${OF_OFFER} AND client_site = $4`, values: ({ offer, clientSite }) => [offer, clientSite] },
  signed: { where: 'order_key IS NOT NULL', values: () => [] },
};

/** A query with PostgreSQL's placeholders. */
export interface Query {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** The query that finds the link which keeps a limit reached; see {@link limitQuery}. */
export function limitSql(of: Counted): string {
  return `SELECT created_at AS at FROM links WHERE created_at > $1 AND ${SELECTIONS[of].where}
    ORDER BY created_at DESC LIMIT 1 OFFSET $2`;
}

/**
 * The query that finds the link which keeps a limit reached: of the newest `most` links in the window, the oldest. It
 * yields one row `{ at }`, the creation time in epoch ms, or none where the limit is not reached.
 * @returns `null` when the limit does not concern the link.
 */
export function limitQuery({ of, most, windowMs }: Limit, link: NewLink, now: number): Query | null {
  const values = SELECTIONS[of].values(link);
  if (values.includes(null)) return null;
  return { sql: limitSql(of), values: [now - windowMs, most - 1, ...(values as string[])] };
}

/** Returns the reached limit that lasts longest. A missing proof of work only counts where nothing else does. */
export function decisive(reached: readonly Reached[]): Reached | undefined {
  const lasting = reached.filter(({ of }) => of !== 'unproven');
  return (lasting.length > 0 ? lasting : reached).toSorted((one, other) => other.until - one.until)[0];
}
