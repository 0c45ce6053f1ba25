/** What can go wrong with a webhook's attempt on purpose. */
export const WEBHOOK_FAULT_TYPES = [
  'webhook_duplicated',
  'webhook_delayed',
  'webhook_reordered',
  'webhook_forged',
  'webhook_reserialised',
  'webhook_dropped',
] as const;
type WaitingType = 'webhook_delayed' | 'webhook_reordered';

/** A trouble for one attempt. Those that wait say how long. */
export type WebhookFault =
  | { readonly type: WaitingType; readonly ms: number }
  | { readonly type: Exclude<(typeof WEBHOOK_FAULT_TYPES)[number], WaitingType> };
