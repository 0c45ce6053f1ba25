export { InvalidInputError, WEBHOOK_REFUSALS, type WebhookRefusal, WebhookSignatureError } from '../errors.ts';
export type { WebhookDelivery, WebhookDisagreement } from './delivery.ts';
export {
  EXT_WEBHOOK_EVENTS,
  type ExtWebhookEvent,
  type V2WebhookEvent,
  V2_WEBHOOK_EVENTS,
  WEBHOOK_MEANINGS,
  type WebhookMeaning,
} from './events.ts';
export type { WebhookHeaderNames, WebhookHeaders } from './headers.ts';
export { type SigningOptions, signWebhook } from './signature.ts';
export type { WebhookTransaction } from './transaction.ts';
export { type WebhookVerifier, createWebhookVerifier } from './verifier.ts';
export type { WebhookVerifierOptions } from './verifier-settings.ts';
