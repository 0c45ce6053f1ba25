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
  /** A path in the file storage. */
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

/** One question. The reference shows only a part of the data types, so other types are accepted. */
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

/** The questions that a link’s page asks the payer. */
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

/** The terms that a merchant sets on a link. Money is in centimes, instants are in the format of `Date.toISOString()`. */
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

/** A payment link: the merchant’s terms and the fields that MyTPE adds. */
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

/** The payer, where the page asked for it. */
export const Customer = z.object({ name: text, email: text, phone: text });
export type Customer = z.infer<typeof Customer>;

/** The identifiers of a payment in v2 and its gateway. */
const V2Order = z.object({ number: text, id: text, approval_code: optionalText });

/**
 * One attempt to pay a link of either API. `attempt` identifies the submitted form; one form pays once. While the status
 * is `processing`, the bank has not responded. `settled_at` is the time of its response or of the timeout.
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

/** The values that a payer submitted to a link’s form, with a copy of the form. Later changes of the form do not affect it. */
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
