/** The documented events of ext. `webhooks.events()` returns the available events. */
export const EXT_WEBHOOK_EVENTS = [
  'transaction.paid',
  'payment_link.exhausted',
  'form.submitted',
  'payment_instance.acceptance_changed',
  'trader.onboarding_changed',
  'identification.approved',
  'identification.rejected',
] as const;
/** A value of {@link EXT_WEBHOOK_EVENTS}. */
export type ExtWebhookEvent = (typeof EXT_WEBHOOK_EVENTS)[number];

/** The events that v2 sends to the URL of an instance. */
export const V2_WEBHOOK_EVENTS = [
  'transaction.pending',
  'transaction.processing',
  'transaction.completed',
  'transaction.failed',
  'transaction.refused',
  'pay_link.created',
  'pay_link.updated',
  'pay_link.deleted',
  'pay_link.activated',
  'pay_link.deactivated',
  'pay_link.closed',
  'pay_link.expired',
] as const;
/** A value of {@link V2_WEBHOOK_EVENTS}. */
export type V2WebhookEvent = (typeof V2_WEBHOOK_EVENTS)[number];

/** The meanings of events that exist in both APIs. */
export const WEBHOOK_MEANINGS = ['paid', 'link_exhausted', 'other'] as const;
/** A value of {@link WEBHOOK_MEANINGS}. */
export type WebhookMeaning = (typeof WEBHOOK_MEANINGS)[number];

const MEANINGS: ReadonlyMap<string, WebhookMeaning> = new Map<ExtWebhookEvent | V2WebhookEvent, WebhookMeaning>([
  ['transaction.paid', 'paid'],
  ['transaction.completed', 'paid'],
  ['payment_link.exhausted', 'link_exhausted'],
  ['pay_link.closed', 'link_exhausted'],
]);

/** Returns the meaning of an event. Returns `other` for unknown events too. */
export function meaningOf(event: string | undefined): WebhookMeaning {
  return MEANINGS.get(event ?? '') ?? 'other';
}
