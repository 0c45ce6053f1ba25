import { LinkId, Money, SCOPES, Timestamp } from '@mytpe-pay/contract';
import { type Centimes, formatMoney } from '@mytpe-pay/contract/money';
import { OrderId, TokenOffer } from '@mytpe-pay/tokens';
import { z } from 'zod';

import type { LinkRow } from '../domain/link.ts';
import type { AuditRow } from '../repository/audit.ts';

/** Who does something, and in which request. */
export interface Actor {
  /** Fingerprint of the token. */
  readonly name: string;
  readonly requestId: string;
}

/** A page of a list; `next` is `null` on the last one. */
export interface Page<Item, Position> {
  readonly items: readonly Item[];
  readonly next: Position | null;
}

/** What of a request is not the offer; the offer itself is checked as it is signed. */
export const OfferTokenClaims = z.object({
  jti: OrderId.optional().describe('Your own id of the order. Default: a random one.'),
  exp: z
    .int('must be a whole number of seconds since 1970')
    .min(0)
    .optional()
    .describe('Until when the offer is good, seconds since 1970, at most 7 days ahead. Without it an hour.'),
});

/** A link as the operator may see it: with its counts, and what ties it to MyTPE. */
export const AdminLink = z.object({
  id: LinkId,
  offer: z.string(),
  scope: z.enum(SCOPES),
  status: z.string().describe('MyTPE’s word, or `requested`, `drafted`, `rejected`, `gone`.'),
  amount: Money.nullable(),
  currency: z.string(),
  paid_count: z.int(),
  total_collected: Money,
  reference: z.string().nullable(),
  order: z.string().nullable().describe('`jti` of the signed offer it was made for.'),
  origin: z.string().nullable(),
  url: z.string().nullable(),
  upstream_id: z.string().nullable(),
  created_at: Timestamp,
  expires_at: Timestamp.nullable(),
  read_at: Timestamp.nullable().describe('When MyTPE last told how it stands.'),
  paid_seen_at: Timestamp.nullable(),
  closed_at: Timestamp.nullable(),
  superseded_at: Timestamp.nullable().describe('When its offer moved on.'),
});
export type AdminLink = z.infer<typeof AdminLink>;

/** What an operator can have done to a link. */
export const LINK_ACTIONS = ['pause', 'resume', 'archive'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

/** What is written down of the operators' doings. */
export const AUDITED = [...LINK_ACTIONS, 'export_links', 'export_payments', 'sign_offer', 'replay_delivery'] as const;

export const AuditEntry = z.object({
  id: z.int(),
  at: Timestamp,
  actor: z.string().describe('Fingerprint of the token that was used.'),
  action: z.enum(AUDITED),
  outcome: z.string().describe('`asked` before anything is done; then how it ended.'),
  link: LinkId.nullable(),
  request_id: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AdminLinkWithHistory = AdminLink.extend({
  history: z.array(z.object({ at: Timestamp, event: z.string() })).describe('Oldest first.'),
  audit: z.array(AuditEntry).describe('What operators did to it, newest first; at most 100.'),
});
export type AdminLinkWithHistory = z.infer<typeof AdminLinkWithHistory>;

const next = z.string().nullable().describe('`cursor` of the next page; `null` on the last one.');
export const AdminLinkPage = z.object({ items: z.array(AdminLink), next });
export const AuditPage = z.object({ items: z.array(AuditEntry), next });

/** What an operator has signed: the fields of an offer, and of its token. Amounts are text, or numbers as written. */
export const OfferToSign = TokenOffer.extend(OfferTokenClaims.shape);

export const SignedOfferToken = z.object({
  token: z
    .string()
    .describe(
      'For `offer-token`, or the field `offer_token` of a form. Whoever has it can pay; it opens nothing else.',
    ),
  jti: z.string(),
  kid: z.string().describe('The key it was signed with.'),
  expires_at: Timestamp,
  markup: z.string().describe('What to paste: the button, and a form for where scripts do not run.'),
});

const iso = (moment: number): string => new Date(moment).toISOString();
const orNull = (moment: number | null): string | null => (moment === null ? null : iso(moment));
const money = (value: Centimes | null): string | null => (value === null ? null : formatMoney(value));

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

export function auditEntry({ id, at, actor, action, outcome, link, requestId }: AuditRow): AuditEntry {
  return { id, at: iso(at), actor, action: action as AuditEntry['action'], outcome, link, request_id: requestId };
}

export function adminLinkWithHistory(row: LinkRow, audit: readonly AuditRow[]): AdminLinkWithHistory {
  return { ...adminLink(row), history: historyOf(row), audit: audit.map(auditEntry) };
}

/** What the row remembers of its life. */
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
