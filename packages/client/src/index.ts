export {
  ACTIVATION_STATUSES,
  type ActivationCriteria,
  type ActivationInput,
  type ActivationRequest,
  type ActivationStatus,
  PAYMENT_METHODS,
  type PaymentMethod,
} from './ext/activation.ts';
export { ALLOWED_PAYERS_SHAPES, type AllowedPayersShape } from './ext/allowed-payers.ts';
export type { BankAccount, BankAccountChanges, BankAccountInput } from './ext/bank-account.ts';
export type { BankAccounts } from './ext/bank-accounts.ts';
export type { Brand, BrandChanges, BrandInput } from './ext/brand.ts';
export type { Brands } from './ext/brands.ts';
export { ExtClient, type ExtClientOptions, type Me } from './ext/client.ts';
export type { ListQuery } from './ext/collection.ts';
export {
  FORM_FIELD_TYPES,
  FORM_STATUSES,
  type Form,
  type FormChanges,
  type FormField,
  type FormFieldChanges,
  type FormFieldInput,
  type FormFieldType,
  type FormInput,
  type FormSection,
  type FormSectionChanges,
  type FormSectionInput,
  type FormStatus,
} from './ext/form.ts';
export type { Forms } from './ext/forms.ts';
export {
  type Identification,
  type IdentificationChanges,
  type IdentificationInput,
  KYC_STATUSES,
  type KycStatus,
} from './ext/identification.ts';
export type { IdentificationQuery, Identifications } from './ext/identifications.ts';
export {
  ACCEPTANCE_STATUSES,
  type AcceptanceStatus,
  INSTANCE_STATUSES,
  type Instance,
  type InstanceChanges,
  type InstanceStatus,
} from './ext/instance.ts';
export type { InstanceQuery, Instances } from './ext/instances.ts';
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
export { PUT_MULTIPART, type PutMultipart } from './ext/updates.ts';
export type {
  CreatedSubscription,
  SubscriptionChanges,
  SubscriptionInput,
  WebhookSubscription,
} from './ext/webhook.ts';
export type { WebhookDeliveryRecord } from './ext/webhook-records.ts';
export type { Webhooks } from './ext/webhooks.ts';

export { V2Client, type V2ClientOptions } from './v2/client.ts';
export {
  type V2ChangedInstance,
  type V2Instance,
  type V2InstanceStatus,
  type V2Stats,
  V2_INSTANCE_STATUSES,
} from './v2/instance.ts';
export type { V2InstanceChanges, V2Instances } from './v2/instances.ts';
export type { V2LinkChanges, V2LinkInput } from './v2/link-input.ts';
export {
  PRICINGS,
  type Pricing,
  type V2Link,
  type V2LinkStatus,
  type V2LinkSummary,
  type V2PaymentMode,
  type V2PaymentStatus,
  V2_LINK_STATUSES,
  V2_PAYMENT_MODES,
  V2_PAYMENT_STATUSES,
} from './v2/link.ts';
export type { V2Links } from './v2/links.ts';
export { type SlugOptions, createSlug } from './v2/slug.ts';
export {
  type V2CheckedTransaction,
  type V2Transaction,
  type V2TransactionStatus,
  V2_TRANSACTION_STATUSES,
} from './v2/transaction.ts';
export type { V2TransactionQuery, V2Transactions } from './v2/transactions.ts';
export type { V2Webhook, V2WebhookSecret, V2WebhookSettings } from './v2/webhook-settings.ts';

export type { FileContent, FileInput } from './files/file-input.ts';

export {
  AbortError,
  ApiError,
  ConnectionError,
  DifferentTermsError,
  type FieldMessages,
  InvalidInputError,
  MytpeError,
  NotAppliedError,
  type Outcome,
  ResponseShapeError,
  type TermDifference,
  TimeoutError,
  describeFields,
} from './errors.ts';

export type { Credentials } from './transport/credentials.ts';
export type { ClientOptions, RequestLogEvent } from './transport/settings.ts';
export type { CallOptions } from './transport/transport.ts';
export type { PageQuery } from './transport/listing.ts';
export type { Page } from './wire/envelope.ts';
export type { Open } from './wire/fields.ts';
export type { Centimes } from './wire/money.ts';

export * from './webhooks/index.ts';
