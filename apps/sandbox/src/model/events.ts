/** What ext tells its subscribers (the listed seven; the reference says that there may be more). */
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

/** What v2 tells an instance's one URL. */
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

/** Something that happened and that webhooks report. `data` is the payload's own, ready to be written as JSON. */
export type DomainEvent =
  | { readonly api: 'ext'; readonly event: ExtEvent; readonly data: object }
  | { readonly api: 'v2'; readonly event: V2Event; readonly instanceId: string; readonly data: object };

/** Called by whatever changes the world, after the change; never throws, never waits. */
export type Announce = (event: DomainEvent) => void;
