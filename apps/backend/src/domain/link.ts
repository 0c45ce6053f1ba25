import type { Scope } from '@mytpe-pay/contract';
import type { Centimes, Language } from '@mytpe-pay/contract/money';

import type { LinkTerms } from './terms.ts';

/**
 * The status of a link. `requested` (not yet known to exist at MyTPE) and `drafted` (created, not payable) are being issued.
 * `rejected` (MyTPE refused it, or the backend stopped creating it) and `gone` (MyTPE no longer knows it) free their place.
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

/** A link as the backend issued and tracks it. Moments are epoch milliseconds, money centimes. */
export interface LinkRow {
  /** Ours, random; also `metadata.our_ref` upstream, by which a lost create is found again. */
  readonly id: string;
  readonly baseUrl: string;
  readonly instanceId: string;
  readonly offer: string;
  readonly offerVersion: string;
  readonly scope: Scope;
  readonly terms: LinkTerms;
  /** Unique among the rows that hold their place. */
  readonly fingerprint: string;
  /** Hash of offer and `Idempotency-Key`; `null` for a shared link. */
  readonly idempotencyHash: string | null;
  /** Hash of what came with the key, to tell a repeat from another request. */
  readonly request: string | null;
  readonly title: string;
  readonly description: string | null;
  /** The payer's language, in which title and description are; `null`: the catalog's default language. */
  readonly language: Language | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly reference: string | null;
  readonly origin: string | null;
  /** Keyed hashes of the client's networks, for their budgets; see `ClientNetworks`. */
  readonly client: string | null;
  readonly clientSite: string | null;
  readonly clientBlock: string | null;
  /** Uses and money that earlier links of the same offer had already taken when this one was issued. */
  readonly carriedCount: number;
  readonly carriedAmount: Centimes;

  readonly status: LinkStatus;
  readonly upstreamId: string | null;
  readonly url: string | null;
  readonly paidCount: number;
  readonly totalCollected: Centimes;
  readonly createdAt: number;
  /** When a create was last sent; `null` while it is certain that none was executed. */
  readonly sentAt: number | null;
  /** The name it was sent under, where the backend chooses that; every repetition is sent under the same. */
  readonly slug: string | null;
  readonly readAt: number | null;
  readonly nextPollAt: number | null;
  readonly expiresAt: number | null;
  readonly paidSeenAt: number | null;
  /** When it stopped being payable permanently. */
  readonly closedAt: number | null;
  /** When its offer's charge terms changed, or a request replaced it with another link. */
  readonly supersededAt: number | null;

  /** The signed offer's `jti`, and the newest `iat` of its tokens; `null` for an offer of the catalog. */
  readonly jti: string | null;
  readonly tokenIat: number | null;
  /** The origins whose pages the signed offer allows; `null`: the backend's own list, or the catalog's. */
  readonly allowedOrigins: readonly string[] | null;
  /** Names an order that may be paid once: at most one row that holds it is open. */
  readonly orderKey: string | null;
  /** The receipt of a payer link that was seen paid. */
  readonly receipt: string | null;
}

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

/** The result of one read of the upstream link. Counts only grow, so an older snapshot cannot take a payment back. */
export interface Snapshot {
  readonly status: LinkStatus;
  readonly paidCount: number;
  readonly totalCollected: Centimes;
  readonly readAt: number;
  /** The lease that is released in the same write: one change on the disk less. */
  readonly leaseToken?: string;
}

/** Whether a row is still on its way to a link. */
export function isBeingIssued(row: LinkRow): boolean {
  return row.status === 'requested' || row.status === 'drafted';
}

/** MyTPE's words for a link that can never be charged again, and ours for one it forgot. */
export const CLOSED_STATUSES: readonly string[] = ['exhausted', 'expired', 'archived', 'gone'];

export function isClosed(status: string): boolean {
  return CLOSED_STATUSES.includes(status);
}
