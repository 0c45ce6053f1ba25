import { z } from 'zod';

import { LinkId, Money, OfferId, Reference, Timestamp } from './fields.ts';

/** Who a link is for: `shared` by everybody who wants the same thing, or made for one `payer`'s attempt. */
export const SCOPES = ['shared', 'payer'] as const;
/** Where an open amount is typed: in the `button`, or on MyTPE's `hosted` page. */
export const ENTRIES = ['button', 'hosted'] as const;
/** How often a link can be paid; the words are MyTPE's. */
export const USAGE_MODES = ['one_shot', 'limited', 'reusable', 'capped_amount', 'time_window', 'whitelist'] as const;
/** Whether an offer can be paid now, and if not, why. */
export const AVAILABILITIES = [
  'available',
  'not_started',
  'paused',
  'exhausted',
  'expired',
  'archived',
  'unavailable',
] as const;
/** Which MyTPE is behind the backend; `sandbox` takes no real money. */
export const ENVIRONMENTS = ['live', 'sandbox'] as const;

/** A payment link as its payer may see it. `url` is MyTPE's, byte for byte; the element follows no longer one. */
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

/** The QR code of a link's address, to be drawn dark on light: an SVG `viewBox`, quiet zone included, and a `path`. */
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

/** How the amount of an offer comes about. */
export const OfferAmount = z.discriminatedUnion('mode', [FixedAmount, OpenAmount]);
export type OfferAmount = z.infer<typeof OfferAmount>;

/** What a visitor may pay for, in the visitor's language. */
export const OfferView = z.object({
  id: OfferId,
  version: z.string().describe('Hash of the charge terms: who pays how much and how often.'),
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

export type Scope = (typeof SCOPES)[number];
export type Entry = (typeof ENTRIES)[number];
export type UsageMode = (typeof USAGE_MODES)[number];
export type Availability = (typeof AVAILABILITIES)[number];
export type Environment = (typeof ENVIRONMENTS)[number];
