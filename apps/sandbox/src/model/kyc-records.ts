import { z } from 'zod';

/** Closed lists of the API reference. */
export const KYC_STATUSES = ['pending', 'accepted', 'refused'] as const;
export const PAYMENT_METHODS = ['online', 'bank_transfer', 'cheque'] as const;
export const ONBOARDING_STATUSES = [
  'not_started',
  'kyc_in_progress',
  'kyc_pending',
  'kyc_rejected',
  'kyc_approved',
  'suspended',
  'closed',
] as const;
export type KycStatus = (typeof KYC_STATUSES)[number];
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];
export type OnboardingStatus = (typeof ONBOARDING_STATUSES)[number];

const text = z.string();
const optionalText = text.nullable();

/** The fields of every reviewed record. */
const Reviewed = z.object({
  id: text,
  status: z.enum(KYC_STATUSES),
  /** The reason of a refusal. */
  reason: optionalText,
  created_at: text,
  updated_at: text,
});

/** A KYC dossier. `file` is a path in the file storage. */
export const Identification = Reviewed.extend({
  name: text,
  establishment_type_id: text,
  authorization_type_id: optionalText,
  activity_id: optionalText,
  file: optionalText,
});
export type Identification = z.infer<typeof Identification>;

export const Brand = Reviewed.extend({
  name: text,
  identification_id: text,
  logo: optionalText,
  file: optionalText,
});
export type Brand = z.infer<typeof Brand>;

export const BankAccount = Reviewed.extend({ account_number: text, identification_id: text });
export type BankAccount = z.infer<typeof BankAccount>;

/** A request for an instance, with its fee. `instance_id` is the instance that it created. */
export const Activation = z.object({
  id: text,
  title: text,
  identification_id: text,
  brand_id: text,
  bank_account_id: text,
  payment_method: z.enum(PAYMENT_METHODS),
  proof: optionalText,
  /** Only `processing` is documented. The API never shows the other two, which belong to the sandbox. */
  status: z.enum(['processing', 'settled', 'refused']),
  instance_id: optionalText,
  created_at: text,
  updated_at: text,
});
export type Activation = z.infer<typeof Activation>;

/** The metadata of an uploaded file. */
export const FileRecord = z.object({
  path: text,
  /** The sender’s file name. */
  name: text,
  type: text,
  size: z.int(),
  sha256: text,
  /** `true` for files that anyone may fetch (logos). Other files are for callers on this machine only. */
  is_public: z.boolean(),
});
export const StoredFile = FileRecord.extend({ bytes: z.instanceof(Buffer) });
export type StoredFile = z.infer<typeof StoredFile>;

/** A century. An instant minus this stays a valid instant. */
const MAX_REVIEW_MS = 100 * 365 * 86_400_000;

/** The automatic decision of reviews. */
export const ReviewSettings = z.object({
  /** The delay in milliseconds of the sandbox’s clock, at most a century. `null` turns automatic decisions off. */
  after_ms: z.int().min(0).max(MAX_REVIEW_MS).nullable(),
  decision: z.enum(['accept', 'refuse']),
});
export type ReviewSettings = z.infer<typeof ReviewSettings>;
