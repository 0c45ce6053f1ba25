import { LinkId, Money, SCOPES, Timestamp } from '@mytpe-pay/contract';
import { type Centimes, formatMoney } from '@mytpe-pay/contract/money';
import { OrderId, TokenOffer } from '@mytpe-pay/tokens';
import { z } from 'zod';

import type { LinkRow } from '../domain/link.ts';
import type { AuditRow } from '../repository/audit.ts';

/** The operator of an action, and the request. */
export interface Actor {
  /** Fingerprint of the operator's token. */
  readonly name: string;
  readonly requestId: string;
}

/** A page of a list; `next` is `null` on the last one. */
export interface Page<Item, Position> {
  readonly items: readonly Item[];
  readonly next: Position | null;
}

/** The fields of a request to sign an offer that are not part of the offer. Signing validates the offer. */
export const OfferTokenClaims = z.object({
  jti: OrderId.optional().describe('Your id of the order. Default: a random id.'),
  exp: z
    .int('must be a whole number of seconds since 1970')
    .min(0)
    .optional()
    .describe('When the offer expires, seconds since 1970, at most 7 days ahead. Default: in one hour.'),
});

/** A link as the operator sees it, with its counts and its id at MyTPE. */
export const AdminLink = z.object({
  id: LinkId,
  offer: z.string(),
  scope: z.enum(SCOPES),
  status: z.string().describe('The status at MyTPE, or `requested`, `drafted`, `rejected`, `gone`.'),
  amount: Money.nullable(),
  currency: z.string(),
  paid_count: z.int(),
  total_collected: Money,
  reference: z.string().nullable(),
  order: z.string().nullable().describe('`jti` of the signed offer.'),
  origin: z.string().nullable(),
  url: z.string().nullable(),
  upstream_id: z.string().nullable(),
  created_at: Timestamp,
  expires_at: Timestamp.nullable(),
  read_at: Timestamp.nullable().describe('When the backend last read the link from MyTPE.'),
  paid_seen_at: Timestamp.nullable(),
  closed_at: Timestamp.nullable(),
  superseded_at: Timestamp.nullable().describe('When its offer changed, or another link replaced it.'),
});
export type AdminLink = z.infer<typeof AdminLink>;

/** The actions of operators on a link. */
export const LINK_ACTIONS = ['pause', 'resume', 'archive'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

/** The actions in the audit log. */
export const AUDITED = [...LINK_ACTIONS, 'export_links', 'export_payments', 'sign_offer', 'replay_delivery'] as const;

/** An entry of the audit log. */
export const AuditEntry = z.object({
  id: z.int(),
  at: Timestamp,
  actor: z.string().describe('Fingerprint of the operator’s token.'),
  action: z.enum(AUDITED),
  outcome: z.string().describe('`asked` before the action; then its result.'),
  link: LinkId.nullable(),
  request_id: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** A link with its history. */
export const AdminLinkWithHistory = AdminLink.extend({
  history: z.array(z.object({ at: Timestamp, event: z.string() })).describe('Oldest first.'),
  audit: z.array(AuditEntry).describe('Actions of operators on it, newest first; at most 100.'),
});
export type AdminLinkWithHistory = z.infer<typeof AdminLinkWithHistory>;

const next = z.string().nullable().describe('`cursor` of the next page; `null` on the last one.');
export const AdminLinkPage = z.object({ items: z.array(AdminLink), next });
export const AuditPage = z.object({ items: z.array(AuditEntry), next });

/** A request to sign an offer: the fields of the offer and of its token. Amounts are text, or numbers as written. */
export const OfferToSign = TokenOffer.extend(OfferTokenClaims.shape);

/** A signed offer and the markup that uses it. */
export const SignedOfferToken = z.object({
  token: z
    .string()
    .describe('For `offer-token`, or the field `offer_token` of a form. It allows only to pay the offer.'),
  jti: z.string(),
  kid: z.string().describe('The key that signed it.'),
  expires_at: Timestamp,
  markup: z.string().describe('The button, and a form for pages without scripts, to paste.'),
});

const iso = (moment: number): string => new Date(moment).toISOString();
const orNull = (moment: number | null): string | null => (moment === null ? null : iso(moment));
const money = (value: Centimes | null): string | null => (value === null ? null : formatMoney(value));

/** Returns a link as the operator sees it. */
export function adminLink(row: LinkRow): AdminLink {
  return {
    id: row.id,
    offer: row.offer,
    scope: row.scope,
    status: row.status,
    amount: money(row.terms.amount),
    currency: row.terms.currency,
    paid_count: row.paidCount,
    total_collected: formatMoney(row.totalCollected),
    reference: row.reference,
    order: row.jti,
    origin: row.origin,
    url: row.url,
    upstream_id: row.upstreamId,
    created_at: iso(row.createdAt),
    expires_at: orNull(row.expiresAt),
    read_at: orNull(row.readAt),
    paid_seen_at: orNull(row.paidSeenAt),
    closed_at: orNull(row.closedAt),
    superseded_at: orNull(row.supersededAt),
  };
}

/** Returns an entry of the audit log as the operator sees it. */
export function auditEntry({ id, at, actor, action, outcome, link, requestId }: AuditRow): AuditEntry {
  return { id, at: iso(at), actor, action: action as AuditEntry['action'], outcome, link, request_id: requestId };
}

/** Returns a link with its history, oldest first. */
export function adminLinkWithHistory(row: LinkRow, audit: readonly AuditRow[]): AdminLinkWithHistory {
  return { ...adminLink(row), history: historyOf(row), audit: audit.map(auditEntry) };
}

/** Returns the dated events of a row. */
function historyOf(row: LinkRow): { at: string; event: string }[] {
  const moments: [number | null, string][] = [
    [row.createdAt, 'asked for'],
    [row.sentAt, 'sent to MyTPE'],
    [row.supersededAt, 'superseded: its offer moved on, or another link took its place'],
    [row.paidSeenAt, 'seen paid'],
    [row.closedAt, 'closed'],
    [row.readAt, `last read: ${row.status}`],
  ];
  return moments
    .flatMap(([at, event]) => (at === null ? [] : [{ at, event }]))
    .sort((one, other) => one.at - other.at)
    .map(({ at, event }) => ({ at: iso(at), event }));
}
