/** The seven events that the ext reference lists. It says that there may be more. */
export const EXT_EVENTS = [
  'transaction.paid',
  'payment_link.exhausted',
  'form.submitted',
  'payment_instance.acceptance_changed',
  'trader.onboarding_changed',
  'identification.approved',
  'identification.rejected',
] as const;
export type ExtEvent = (typeof EXT_EVENTS)[number];

/** The events that v2 sends to an instance’s one URL. */
export const V2_EVENTS = [
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
export type V2Event = (typeof V2_EVENTS)[number];

/** An event that webhooks report. `data` is the event’s payload, ready for `JSON.stringify`. */
export type DomainEvent =
  | { readonly api: 'ext'; readonly event: ExtEvent; readonly data: object }
  | { readonly api: 'v2'; readonly event: V2Event; readonly instanceId: string; readonly data: object };

/** Announces an event after the change that caused it. Never throws and never waits. */
export type Announce = (event: DomainEvent) => void;
