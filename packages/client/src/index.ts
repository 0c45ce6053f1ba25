export type { ActivationCriteria } from './ext/activation-criteria.ts';
export {
  ACTIVATION_STATUSES,
  type ActivationRequest,
  type ActivationStatus,
  PAYMENT_METHODS,
  type PaymentMethod,
} from './ext/activation.ts';
export { ALLOWED_PAYERS_SHAPES, type AllowedPayersShape } from './ext/allowed-payers.ts';
export type { BankAccount } from './ext/bank-account.ts';
export type { BankAccountChanges, BankAccountInput } from './ext/bank-account-input.ts';
export type { BankAccounts } from './ext/bank-accounts.ts';
export type { Brand } from './ext/brand.ts';
export type { BrandChanges, BrandInput } from './ext/brand-input.ts';
export type { Brands } from './ext/brands.ts';
export { ExtClient, type ExtClientOptions } from './ext/client.ts';
export type { ListQuery } from './ext/collection.ts';
export {
  FORM_FIELD_TYPES,
  FORM_STATUSES,
  type Form,
  type FormField,
  type FormFieldType,
  type FormSection,
  type FormStatus,
} from './ext/form.ts';
export type {
  FormChanges,
  FormFieldChanges,
  FormFieldInput,
  FormInput,
  FormSectionChanges,
  FormSectionInput,
} from './ext/form-input.ts';
export type { Forms } from './ext/forms.ts';
export type { Identification } from './ext/identification.ts';
export type { IdentificationChanges, IdentificationInput } from './ext/identification-input.ts';
export type { IdentificationQuery, Identifications } from './ext/identifications.ts';
export {
  ACCEPTANCE_STATUSES,
  type AcceptanceStatus,
  INSTANCE_STATUSES,
  type Instance,
  type InstanceStatus,
} from './ext/instance.ts';
export type { ActivationInput, InstanceChanges } from './ext/instance-input.ts';
export type { InstanceQuery, Instances } from './ext/instances.ts';
export { KYC_STATUSES, type KycStatus } from './ext/kyc-status.ts';
export {
  AMOUNT_MODES,
  type AmountMode,
  LINK_STATUSES,
  type Link,
  type LinkStatus,
  USAGE_MODES,
  type UsageMode,
} from './ext/link.ts';
export type { LinkChanges, LinkInput } from './ext/link-input.ts';
export type { LinkQuery, Links, PublishedLink } from './ext/links.ts';
export type { Me } from './ext/me.ts';
export { PUT_MULTIPART, type PutMultipart } from './ext/updates.ts';
export type { CreatedSubscription, WebhookSubscription } from './ext/webhook.ts';
export type { SubscriptionChanges, SubscriptionInput } from './ext/webhook-input.ts';
export type { WebhookDeliveryRecord } from './ext/webhook-records.ts';
export type { Webhooks } from './ext/webhooks.ts';

export { V2Client, type V2ClientOptions } from './v2/client.ts';
export {
  V2_INSTANCE_STATUSES,
  type V2ChangedInstance,
  type V2Instance,
  type V2InstanceStatus,
  type V2Stats,
} from './v2/instance.ts';
export type { V2InstanceChanges, V2Instances } from './v2/instances.ts';
export type { V2LinkChanges, V2LinkInput } from './v2/link-input.ts';
export {
  V2_LINK_STATUSES,
  V2_PAYMENT_MODES,
  V2_PAYMENT_STATUSES,
  type V2Link,
  type V2LinkStatus,
  type V2LinkSummary,
  type V2PaymentMode,
  type V2PaymentStatus,
} from './v2/link.ts';
export type { V2Links } from './v2/links.ts';
export { PRICINGS, type Pricing } from './v2/pricing.ts';
export { createSlug } from './v2/slug.ts';
export type { SlugOptions } from './v2/slug-attempts.ts';
export {
  V2_TRANSACTION_STATUSES,
  type V2CheckedTransaction,
  type V2Transaction,
  type V2TransactionStatus,
} from './v2/transaction.ts';
export type { V2TransactionQuery, V2Transactions } from './v2/transactions.ts';
export type { V2Webhook, V2WebhookSecret, V2WebhookSettings } from './v2/webhook-settings.ts';

export type { FileContent, FileInput } from './files/file-input.ts';

export { AbortError } from './errors/abort-error.ts';
export { ApiError, type FieldMessages } from './errors/api-error.ts';
export { ConnectionError } from './errors/connection-error.ts';
export { DifferentTermsError, type TermDifference } from './errors/different-terms-error.ts';
export { InvalidInputError, describeFields } from './errors/invalid-input-error.ts';
export { MytpeError, type Outcome } from './errors/mytpe-error.ts';
export { NotAppliedError } from './errors/not-applied-error.ts';
export { ResponseShapeError } from './errors/response-shape-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';

export type { Credentials } from './transport/credentials.ts';
export type { ClientOptions, RequestLogEvent } from './transport/settings.ts';
export type { CallOptions } from './transport/transport.ts';
export type { PageQuery } from './transport/listing.ts';
export type { Page } from './wire/envelope.ts';
export type { Open } from './wire/fields.ts';
export type { Centimes } from './wire/money.ts';

export * from './webhooks/index.ts';
