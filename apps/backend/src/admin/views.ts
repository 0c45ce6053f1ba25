import { LinkId, Money, SCOPES, Timestamp } from '@mytpe-pay/contract';
import { TokenOffer } from '@mytpe-pay/tokens';
import { z } from 'zod';

import { OfferTokenClaims } from './offer-desk.ts';

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
