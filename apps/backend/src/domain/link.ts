import type { Scope } from '@mytpe-pay/contract';
import type { Centimes, Language } from '@mytpe-pay/contract/money';

import type { LinkTerms } from './terms.ts';

/**
 * The status of a link. `requested` (not yet known to exist at MyTPE) and `drafted` (created, not payable) are being issued.
 * `rejected` (MyTPE refused it, or the backend stopped creating it) and `gone` (MyTPE no longer knows it) release their
 * fingerprint, so that a new link can be created.
 * All others are MyTPE's own; an unknown one is stored unchanged and is not payable (R16).
 */
export type LinkStatus =
  | 'requested'
  | 'drafted'
  | 'active'
  | 'paused'
  | 'exhausted'
  | 'expired'
  | 'archived'
  | 'rejected'
  | 'gone'
  | (string & {});

/** A link as the backend issues and tracks it. Times are epoch milliseconds, money is centimes. */
export interface LinkRow {
  /** The backend's random id. MyTPE stores it as `metadata.our_ref`, which identifies a link after a lost response. */
  readonly id: string;
  readonly baseUrl: string;
  readonly instanceId: string;
  readonly offer: string;
  readonly offerVersion: string;
  readonly scope: Scope;
  readonly terms: LinkTerms;
  /** Hash of base URL, instance, offer and charge terms. Unique among rows that are neither superseded, `rejected` nor `gone`. */
  readonly fingerprint: string;
  /** Hash of offer and `Idempotency-Key`; `null` for a shared link. */
  readonly idempotencyHash: string | null;
  /** Hash of the request. The same key with another hash is a conflict. */
  readonly request: string | null;
  readonly title: string;
  readonly description: string | null;
  /** The language of title and description; `null`: the catalog's default language. */
  readonly language: Language | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly reference: string | null;
  readonly origin: string | null;
  /** Keyed hashes of the client's networks, for their budgets; see `ClientNetworks`. */
  readonly client: string | null;
  readonly clientSite: string | null;
  readonly clientBlock: string | null;
  /** Payments and money that earlier links of the offer had collected when the backend issued this link. */
  readonly carriedCount: number;
  readonly carriedAmount: Centimes;

  readonly status: LinkStatus;
  readonly upstreamId: string | null;
  readonly url: string | null;
  readonly paidCount: number;
  readonly totalCollected: Centimes;
  readonly createdAt: number;
  /** When the backend last sent the create; `null` while MyTPE has certainly executed none. */
  readonly sentAt: number | null;
  /** The link's name in its URL if the backend chooses it (v2). Every retry of the create uses the same slug. */
  readonly slug: string | null;
  readonly readAt: number | null;
  readonly nextPollAt: number | null;
  readonly expiresAt: number | null;
  readonly paidSeenAt: number | null;
  /** When the link permanently stopped being payable. */
  readonly closedAt: number | null;
  /** When the charge terms of its offer changed, or another link replaced it. */
  readonly supersededAt: number | null;

  /** The signed offer's `jti`, and the newest `iat` of its tokens; `null` for an offer of the catalog. */
  readonly jti: string | null;
  readonly tokenIat: number | null;
  /** The origins whose pages the signed offer allows; `null`: the backend's own list, or the catalog's. */
  readonly allowedOrigins: readonly string[] | null;
  /** Identifies an order that can be paid once: at most one row with this key is open. */
  readonly orderKey: string | null;
  /** The receipt of a paid payer link, a JWT. */
  readonly receipt: string | null;
}

/** A link that the backend is about to issue: the fields that the request decides. */
export type NewLink = Omit<
  LinkRow,
  | 'carriedCount'
  | 'carriedAmount'
  | 'status'
  | 'upstreamId'
  | 'url'
  | 'paidCount'
  | 'totalCollected'
  | 'sentAt'
  | 'slug'
  | 'readAt'
  | 'nextPollAt'
  | 'paidSeenAt'
  | 'closedAt'
  | 'supersededAt'
  | 'receipt'
>;

/** The result of one read of the upstream link. Counts only grow, so an older snapshot cannot remove a payment. */
export interface Snapshot {
  readonly status: LinkStatus;
  readonly paidCount: number;
  readonly totalCollected: Centimes;
  readonly readAt: number;
  /** The lease to release in the same write, which saves one commit. */
  readonly leaseToken?: string;
}

/** `true` while the backend is still issuing the link. */
export function isBeingIssued(row: LinkRow): boolean {
  return row.status === 'requested' || row.status === 'drafted';
}

/** The statuses of a link that can never be charged again. The backend adds `gone` for a link that MyTPE no longer knows. */
export const CLOSED_STATUSES: readonly string[] = ['exhausted', 'expired', 'archived', 'gone'];

/** `true` if a link of this status can never be charged again. */
export function isClosed(status: string): boolean {
  return CLOSED_STATUSES.includes(status);
}
