import type { Instance, Link } from './records.ts';
import { timeOf, type World } from './world.ts';

/** The reasons for which the hosted page refuses a link, in the order of its checks. */
export const NOT_PAYABLE_REASONS = [
  'draft',
  'paused',
  'exhausted',
  'expired',
  'archived',
  'instance_suspended',
  'instance_not_ready',
  'form_unpublished',
  'not_started',
] as const;
export type NotPayableReason = (typeof NOT_PAYABLE_REASONS)[number];

/** `true` if the instance can take payments: its licence is ready and it is not suspended. */
export function isChargeable(instance: Instance): boolean {
  return instance.status === 'active' && instance.acceptance_status === 'ready';
}

/** The reason why this link cannot be charged now, or `null` when it can. */
export function whyNotPayable(world: World, link: Link): NotPayableReason | null {
  if (link.status !== 'active') return link.status;
  const instance = world.instances.get(link.payment_instance_id);
  if (instance?.status === 'suspended') return 'instance_suspended';
  if (instance?.acceptance_status !== 'ready') return 'instance_not_ready';
  if (link.form_id !== null && world.forms.get(link.form_id)?.status !== 'published') return 'form_unpublished';
  if (link.usage_mode === 'time_window' && timeOf(world) < (link.starts_at ?? '')) return 'not_started';
  return null;
}
