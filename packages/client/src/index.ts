export type { ActivationCriteria } from './ext/activation-criteria.ts';
export {
  ACTIVATION_STATUSES,
  type ActivationRequest,
  type ActivationStatus,
  PAYMENT_METHODS,
  type PaymentMethod,
} from './ext/activation.ts';
export type { BankAccount } from './ext/bank-account.ts';
export type { BankAccountChanges, BankAccountInput } from './ext/bank-account-input.ts';
export type { BankAccounts } from './ext/bank-accounts.ts';
export type { Brand } from './ext/brand.ts';
export type { BrandChanges, BrandInput } from './ext/brand-input.ts';
export type { Brands } from './ext/brands.ts';
export { ExtClient, type ExtClientOptions } from './ext/client.ts';
export type { ListQuery } from './ext/collection.ts';
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
export type { LinkQuery, Links } from './ext/links.ts';
export type { Me } from './ext/me.ts';
export { PUT_MULTIPART, type PutMultipart } from './ext/updates.ts';

export type { FileContent, FileInput } from './files/file-input.ts';

export { AbortError } from './errors/abort-error.ts';
export { ApiError, type FieldMessages } from './errors/api-error.ts';
export { ConnectionError } from './errors/connection-error.ts';
export { InvalidInputError } from './errors/invalid-input-error.ts';
export { MytpeError, type Outcome } from './errors/mytpe-error.ts';
export { NotAppliedError } from './errors/not-applied-error.ts';
export { ResponseShapeError } from './errors/response-shape-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';
export { WEBHOOK_REFUSALS, type WebhookRefusal, WebhookSignatureError } from './errors/webhook-signature-error.ts';

export type { Credentials } from './transport/credentials.ts';
export type { ClientOptions, RequestLogEvent } from './transport/settings.ts';
export type { CallOptions } from './transport/transport.ts';
export type { Page } from './wire/envelope.ts';
export type { Open } from './wire/fields.ts';
export type { Centimes } from './wire/money.ts';

export type { WebhookDelivery, WebhookDisagreement } from './webhooks/delivery.ts';
export {
  EXT_WEBHOOK_EVENTS,
  type ExtWebhookEvent,
  V2_WEBHOOK_EVENTS,
  type V2WebhookEvent,
  WEBHOOK_MEANINGS,
  type WebhookMeaning,
} from './webhooks/events.ts';
export type { WebhookHeaderNames, WebhookHeaders } from './webhooks/headers.ts';
export { type SigningOptions, signWebhook } from './webhooks/signature.ts';
export type { WebhookTransaction } from './webhooks/transaction.ts';
export { createWebhookVerifier, type WebhookVerifier } from './webhooks/verifier.ts';
export type { WebhookVerifierOptions } from './webhooks/verifier-settings.ts';
