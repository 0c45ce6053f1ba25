import { z } from 'zod';

import { SEEDED_KYC } from './kyc-seed.ts';

/** Closed lists of the API reference. */
export const INSTANCE_STATUSES = ['active', 'suspended'] as const;
export const ACCEPTANCE_STATUSES = ['pending_documents', 'documents_submitted', 'rejected', 'ready'] as const;
export const LINK_STATUSES = ['draft', 'active', 'paused', 'exhausted', 'expired', 'archived'] as const;
export const AMOUNT_MODES = ['fixed', 'open'] as const;
export const FORM_STATUSES = ['draft', 'published', 'archived'] as const;
export const USAGE_MODES = ['one_shot', 'limited', 'reusable', 'capped_amount', 'time_window', 'whitelist'] as const;

export type InstanceStatus = (typeof INSTANCE_STATUSES)[number];
export type AcceptanceStatus = (typeof ACCEPTANCE_STATUSES)[number];
export type LinkStatus = (typeof LINK_STATUSES)[number];
export type AmountMode = (typeof AMOUNT_MODES)[number];
export type UsageMode = (typeof USAGE_MODES)[number];

const text = z.string();
const optionalText = text.nullable();
const centimes = z.int().nonnegative();
const optionalCentimes = centimes.nullable();

/** A virtual TPE. */
export const Instance = z.object({
  id: text,
  title: text,
  status: z.enum(INSTANCE_STATUSES),
  acceptance_status: z.enum(ACCEPTANCE_STATUSES),
  acceptance_reason: optionalText.default(null),
  /** A path in the store of files. */
  logo: optionalText.default(null),
  identification_id: text.default(SEEDED_KYC.identification),
  brand_id: text.default(SEEDED_KYC.brand),
  bank_account_id: text.default(SEEDED_KYC.bankAccount),
  created_at: text,
  updated_at: text,
});
export type Instance = z.infer<typeof Instance>;

export const FormSection = z.object({
  id: text,
  title: text,
  description: optionalText.default(null),
  position: z.int().default(0),
});
export type FormSection = z.infer<typeof FormSection>;

/** One question. The list of data types is open: the reference shows a part of it only. */
export const FormField = z.object({
  id: text,
  section_id: optionalText.default(null),
  input_name: text,
  label: text,
  data_type: text,
  is_required: z.boolean(),
  position: z.int().default(0),
  options: z
    .array(z.object({ value: text, label: text }))
    .nullable()
    .default(null),
});
export type FormField = z.infer<typeof FormField>;

/** What the payer of a link is asked. */
export const Form = z.object({
  id: text,
  name: text,
  description: optionalText.default(null),
  industry: optionalText.default(null),
  meta: z.record(text, z.unknown()).default(() => ({})),
  status: z.enum(FORM_STATUSES),
  sections: z.array(FormSection).default(() => []),
  fields: z.array(FormField).default(() => []),
  created_at: text.default('2026-01-12T09:30:00.000Z'),
  updated_at: text.default('2026-01-12T09:30:00.000Z'),
});
export type Form = z.infer<typeof Form>;

/** What a merchant decides about a link; money in centimes, instants as `Date.toISOString()` writes them. */
export const LinkTerms = z.object({
  payment_instance_id: text,
  form_id: optionalText,
  title: text,
  description: optionalText,
  amount_mode: z.enum(AMOUNT_MODES),
  amount: optionalCentimes,
  min_amount: optionalCentimes,
  max_amount: optionalCentimes,
  currency: text,
  usage_mode: z.enum(USAGE_MODES),
  max_uses: z.int().nullable(),
  target_amount: optionalCentimes,
  starts_at: optionalText,
  ends_at: optionalText,
  expires_at: optionalText,
  allowed_payers: z.array(text).nullable(),
  metadata: z.record(text, z.unknown()).nullable(),
});
export type LinkTerms = z.infer<typeof LinkTerms>;

/** A payment link: the merchant's terms and what MyTPE adds to them. */
export const Link = LinkTerms.extend({
  id: text,
  slug: text,
  status: z.enum(LINK_STATUSES),
  paid_count: z.int().nonnegative(),
  total_collected: centimes,
  created_at: text,
  updated_at: text,
});
export type Link = z.infer<typeof Link>;

/** Who paid, where the page asked. */
export const Customer = z.object({ name: text, email: text, phone: text });
export type Customer = z.infer<typeof Customer>;

/** What v2 and its gateway call a payment. */
const V2Order = z.object({ number: text, id: text, approval_code: optionalText });

/**
 * One attempt to pay, on a link of either API. `attempt` is the form it came from: one form pays once. While it is
 * `processing` the bank has not answered; `settled_at` is when it did, or when nobody waited any longer.
 */
export const Payment = z.object({
  id: text,
  api: z.enum(['ext', 'v2']).default('ext'),
  link_id: text,
  attempt: text,
  amount: centimes,
  payer: optionalText,
  customer: Customer.nullable().default(null),
  order: V2Order.nullable().default(null),
  status: z.enum(['processing', 'paid', 'refused', 'failed']),
  reason: z.enum(['refused', 'insufficient_funds', 'timeout']).nullable(),
  created_at: text,
  settled_at: optionalText.default(null),
});
export type Payment = z.infer<typeof Payment>;

/** A payer's answers to a link's form, with the form as it stood: later changes to it do not touch this. */
export const Submission = z.object({
  id: text,
  form_id: text,
  link_id: text,
  payment_id: text,
  answers: z.record(text, z.union([text, z.array(text)])),
  snapshot: z.record(text, z.unknown()),
  created_at: text,
});
export type Submission = z.infer<typeof Submission>;
