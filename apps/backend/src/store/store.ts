import type { Scope } from '@mytpe-pay/contract';
import type { Centimes, Language } from '@mytpe-pay/contract/money';

import type { LinkTerms } from '../catalog/charge-terms.ts';
import type { Budget, Reached } from './budget.ts';
import type { OperatorRecords } from './operator-records.ts';
import type { WebhookInbox } from './webhook-inbox.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';

/**
 * Where a link stands. `requested` (nothing known upstream yet) and `drafted` (created, not payable) are being issued;
 * `rejected` (MyTPE said no, or nobody came back for it) and `gone` (MyTPE no longer knows it) free their place.
 * The rest are MyTPE's own words; one we do not know is kept as it is and is not payable (R16).
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
  readonly attempt: string | null;
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
  readonly nextReadAt: number | null;
  readonly expiresAt: number | null;
  readonly paidSeenAt: number | null;
  /** When it stopped being payable for good. */
  readonly closedAt: number | null;
  /** When its offer's charge terms moved on, or another link was asked for in its place. */
  readonly supersededAt: number | null;

  /** The signed offer's `jti` and newest `iat` it was asked for with; `null` for an offer of the catalog. */
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
  | 'nextReadAt'
  | 'paidSeenAt'
  | 'closedAt'
  | 'supersededAt'
  | 'receipt'
>;

export type InsertOutcome =
  | { readonly kind: 'inserted' | 'existing'; readonly row: LinkRow }
  | { readonly kind: 'over_budget'; readonly reached: Reached };

/** One owner's right to work on a row until `until` (epoch ms). */
export interface Lease {
  readonly token: string;
  readonly until: number;
}

/** What earlier links of the same offer had already taken. */
export interface Carried {
  readonly count: number;
  readonly amount: Centimes;
}

/** What is about to be sent. */
export interface Sending {
  readonly carried: Carried;
  /** `null` where MyTPE makes the names. */
  readonly slug: string | null;
}

/** What a read of the upstream link said. Counts only grow, so older readings cannot take a payment back. */
export interface Reading {
  readonly status: LinkStatus;
  readonly paidCount: number;
  readonly totalCollected: Centimes;
  readonly readAt: number;
  /** Whose lease is given up with it: one change on the disk less than doing that afterwards. */
  readonly leaseToken?: string;
}

/** A row after a reading was entered. */
export interface RecordedReading extends LinkRow {
  /** Payments that this reading was the first to tell of, in any process. */
  readonly newPayments: number;
}

/** The truth about every link. One contract, one test suite, several databases. */
export interface Store extends OperatorRecords, WebhookInbox, WebhookOutbox {
  /**
   * Inserts and leases a row, unless one already holds its fingerprint, its attempt or its order: an order is held by
   * its open row, and for good by one that was paid; its rows that closed unpaid give up what they held.
   * `budget: null` = unlimited.
   */
  insertLink(link: NewLink, lease: Lease, budget: Budget | null): Promise<InsertOutcome>;
  link(id: string): Promise<LinkRow | null>;
  links(ids: readonly string[]): Promise<LinkRow[]>;
  /** The row that holds this attempt. */
  linkByAttempt(attempt: string): Promise<LinkRow | null>;
  /** The row that holds this fingerprint. */
  linkByFingerprint(fingerprint: string): Promise<LinkRow | null>;

  /** Takes or renews the lease; `null` while another owner's has not run out at `now`. */
  takeLease(id: string, lease: Lease, now: number): Promise<LinkRow | null>;
  releaseLease(id: string, token: string): Promise<void>;
  /**
   * Notes that a create is about to be sent, or (`sentAt: null`) that surely none was executed: then its name is free,
   * too. Only the lease holder may.
   */
  recordSent(id: string, token: string, sentAt: number | null, sending?: Sending): Promise<boolean>;
  /** Enters the upstream id by compare-and-set: only for the lease holder, only once. */
  recordDraft(
    id: string,
    token: string,
    draft: { readonly upstreamId: string; readonly url: string },
  ): Promise<boolean>;
  /** Ends a row that never became a link: `rejected` frees its place, `exhausted` (nothing remains to be sold) keeps it. */
  abandon(
    id: string,
    token: string,
    status: 'rejected' | 'exhausted',
    now: number,
    carried?: Carried,
  ): Promise<boolean>;

  /**
   * Enters a reading: newest status, growing counts; it is read again soon, unless that is set already. Returns the row
   * as it is now.
   * @param newEventId names the events for the merchant's server that are entered with it; `null`: none are.
   */
  recordReading(id: string, reading: Reading, newEventId?: (() => string) | null): Promise<RecordedReading | null>;
  scheduleRead(id: string, nextReadAt: number | null): Promise<void>;
  /** Reads of links that are to happen later than `latest` happen then; those that ended are left alone. */
  hurryReads(ids: readonly string[], latest: number): Promise<void>;
  /**
   * Claims links to read now, those that are due longest. No other process gets them before `claimedUntil`.
   * @param createdAfter only links created after this moment, the newest of them, in no particular order.
   */
  dueReads(
    baseUrl: string,
    now: number,
    limit: number,
    claimedUntil: number,
    createdAfter?: number | null,
  ): Promise<LinkRow[]>;

  /** Marks the rows whose offer of the catalog moved on: every one of `baseUrl` whose `version@instance` is not what `current` says of its offer (`null`: not known yet, leave them). */
  supersede(baseUrl: string, current: ReadonlyMap<string, string | null>, now: number): Promise<number>;
  /** Marks one row, so that whoever works on it gives up and the sweeper closes it. */
  supersedeLink(id: string, now: number): Promise<void>;
  /** Marks the rows of a signed offer that were made for other terms than `version`, as {@link supersede} does. */
  supersedeToken(baseUrl: string, offer: string, version: string, now: number): Promise<number>;
  /**
   * Counts the links that were sent to MyTPE for an order under one version of its terms. Creations that MyTPE refused do
   * not count; creations that another link replaced do.
   */
  countOrderLinks(orderKey: string, offerVersion: string): Promise<number>;
  /** Counts the anonymous links that were created after `since`, epoch ms. */
  countAnonymousLinks(since: number): Promise<number>;
  /** Rows of a signed offer, the newest word first; without those that never became a link. */
  tokenLinks(baseUrl: string, offer: string, limit: number): Promise<LinkRow[]>;
  /** Notes a token for the row, and the origins it allows, if its `iat` is later than that of any token before. */
  noteToken(id: string, iat: number, allowedOrigins: readonly string[] | null): Promise<void>;
  /** Keeps the receipt of a row: first writer wins. Returns the row as it is now. */
  keepReceipt(id: string, receipt: string): Promise<LinkRow | null>;
  /** Earlier links of an offer (superseded ones), for what they already used. */
  predecessors(baseUrl: string, offer: string, usageMode: string): Promise<LinkRow[]>;
  /** Rows being issued that nobody works on at `now`. */
  unfinished(baseUrl: string, now: number, limit: number): Promise<LinkRow[]>;
  /** Open links to close: superseded before `supersededBefore`, or unpaid payer links past `expires_at`. */
  closable(baseUrl: string, supersededBefore: number, now: number, limit: number): Promise<LinkRow[]>;
  /** Open links of an offer's current terms whose texts differ from those of the row's own language. */
  outdatedTexts(baseUrl: string, offer: string, texts: OfferTexts, limit: number): Promise<LinkRow[]>;
  recordTexts(id: string, texts: LinkTexts): Promise<void>;

  /** Small facts of this installation: first writer wins with `keep`, last writer with `put`. */
  fact(name: string): Promise<string | null>;
  keepFact(name: string, value: string): Promise<string>;
  putFact(name: string, value: string): Promise<void>;
  /** The values of all facts whose name begins with `prefix`, by name. */
  facts(prefix: string): Promise<string[]>;

  /** Script files served so far, kept so that pinned pages survive an upgrade. */
  scripts(): Promise<StoredScript[]>;
  keepScript(script: StoredScript): Promise<void>;

  /** Whether other processes may work on the same links. */
  readonly isShared: boolean;
  /**
   * Tells which link another process may have changed; `null`: hints were missed. Only a hint, which may come late or
   * never. @returns how to stop.
   */
  onHint(listener: (id: string | null) => void): () => Promise<void>;
  /** Fails when the store cannot be written and read. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** The words of a link; changing them changes nothing that is charged. */
export interface LinkTexts {
  readonly title: string;
  readonly description: string | null;
  /** The offer's own metadata, without the backend's entries. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** An offer's texts in every language that a link can have; `default` is for rows without one. */
export interface OfferTexts extends Pick<LinkTexts, 'metadata'> {
  readonly byLanguage: Readonly<Record<Language | 'default', Pick<LinkTexts, 'title' | 'description'>>>;
}

export interface StoredScript {
  readonly version: string;
  readonly name: string;
  readonly body: Buffer;
  readonly integrity: string;
}
