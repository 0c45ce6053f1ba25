import { z } from 'zod';

import { Challenge } from './challenge.ts';
import { ERROR_CODES } from './codes.ts';
import { LinkId, Money, OfferId, Reference, Timestamp } from './fields.ts';

/** The scope of a link: `shared` by all payers of an offer, or created for one `payer`. */
export const SCOPES = ['shared', 'payer'] as const;
/** The place where the payer types an open amount: the `button`, or MyTPE's `hosted` page. */
export const ENTRIES = ['button', 'hosted'] as const;
/** MyTPE's usage modes: the limits on how often, and by which payers, a link can be paid. */
export const USAGE_MODES = ['one_shot', 'limited', 'reusable', 'capped_amount', 'time_window', 'whitelist'] as const;
/** `available` if an offer can be paid now. The other values are the reason why not. */
export const AVAILABILITIES = [
  'available',
  'not_started',
  'paused',
  'exhausted',
  'expired',
  'archived',
  'unavailable',
] as const;
/** The MyTPE environment of the backend. Payments in `sandbox` are tests without real money. */
export const ENVIRONMENTS = ['live', 'sandbox'] as const;

/** A payment link as the payer may see it. `url` is the URL from MyTPE, unchanged. The element rejects a longer URL. */
export const LinkView = z.object({
  id: LinkId,
  offer: OfferId,
  scope: z.enum(SCOPES),
  url: z.url({ protocol: /^https?$/ }).max(2048),
  amount: Money.nullable(),
  currency: z.string(),
  status: z.string(),
  payable: z.boolean(),
  paid: z.boolean(),
  receipt: z.string().nullable(),
  reference: Reference.nullable(),
  created_at: Timestamp,
  expires_at: Timestamp.nullable(),
});
export type LinkView = z.infer<typeof LinkView>;

/**
 * The QR code of a link's URL: an SVG `viewBox`, which includes the quiet zone, and a `path`. Draw it dark on light.
 */
export const QrCodeView = z.object({ view_box: z.string(), path: z.string() });
export type QrCodeView = z.infer<typeof QrCodeView>;

const FixedAmount = z.object({ mode: z.literal('fixed'), currency: z.string(), value: Money });
const OpenAmount = z.object({
  mode: z.literal('open'),
  entry: z.enum(ENTRIES),
  currency: z.string(),
  min: Money.nullable(),
  max: Money.nullable(),
  step: Money,
  suggested: z.array(Money),
  default: Money.nullable(),
});

/** The amount of an offer: fixed, or open within limits. */
export const OfferAmount = z.discriminatedUnion('mode', [FixedAmount, OpenAmount]);
export type OfferAmount = z.infer<typeof OfferAmount>;

/** An offer that a visitor can pay for, in the visitor's language. */
export const OfferView = z.object({
  id: OfferId,
  version: z.string().describe('Hash of the charge terms: the amount, the payers and the limits of use.'),
  title: z.string(),
  description: z.string().nullable(),
  amount: OfferAmount,
  usage: z.object({
    mode: z.enum(USAGE_MODES),
    target: Money.nullable(),
    collected: Money.nullable(),
    max_uses: z.int().nullable(),
    remaining_uses: z.int().nullable(),
    starts_at: Timestamp.nullable(),
    ends_at: Timestamp.nullable(),
  }),
  availability: z.enum(AVAILABILITIES),
  scope: z.enum(SCOPES),
  collects_details: z.boolean(),
  link: LinkView.nullable(),
  environment: z.enum(ENVIRONMENTS),
});
export type OfferView = z.infer<typeof OfferView>;

/**
 * An error response, as RFC 9457 `application/problem+json`. `detail` is a message for the payer, in the requested
 * language.
 */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(ERROR_CODES),
  retryable: z.boolean(),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  availability: z.enum(AVAILABILITIES).optional(),
  challenge: Challenge.optional().describe('Only with code `challenge_required`.'),
});
export type Problem = z.infer<typeof Problem>;

export type Scope = (typeof SCOPES)[number];
export type Entry = (typeof ENTRIES)[number];
export type UsageMode = (typeof USAGE_MODES)[number];
export type Availability = (typeof AVAILABILITIES)[number];
export type Environment = (typeof ENVIRONMENTS)[number];
