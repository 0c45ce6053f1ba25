export { InvalidInputError } from '../errors/invalid-input-error.ts';
export { WEBHOOK_REFUSALS, type WebhookRefusal, WebhookSignatureError } from '../errors/webhook-signature-error.ts';
export type { WebhookDelivery, WebhookDisagreement } from './delivery.ts';
export {
  EXT_WEBHOOK_EVENTS,
  type ExtWebhookEvent,
  V2_WEBHOOK_EVENTS,
  type V2WebhookEvent,
  WEBHOOK_MEANINGS,
  type WebhookMeaning,
} from './events.ts';
export type { WebhookHeaderNames, WebhookHeaders } from './headers.ts';
export { type SigningOptions, signWebhook } from './signature.ts';
export type { WebhookTransaction } from './transaction.ts';
export { createWebhookVerifier, type WebhookVerifier } from './verifier.ts';
export type { WebhookVerifierOptions } from './verifier-settings.ts';
