import { type Centimes, formatMoney } from '@mytpe-pay/contract/money';

import type { AuditRow } from '../repository/audit.ts';
import type { LinkRow } from '../repository/link-row.ts';
import type { AdminLink, AdminLinkWithHistory, AuditEntry } from './views.ts';

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
