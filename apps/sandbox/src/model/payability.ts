import type { Instance, Link } from './records.ts';
import { timeOf, type World } from './world.ts';

/** Why the hosted page takes no money for a link, in the order in which it looks. */
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

/** An instance takes payments only when its licence is ready and nobody suspended it. */
export function isChargeable(instance: Instance): boolean {
  return instance.status === 'active' && instance.acceptance_status === 'ready';
}

/** Why this link cannot be charged at this moment; `null` when it can. */
export function whyNotPayable(world: World, link: Link): NotPayableReason | null {
  if (link.status !== 'active') return link.status;
  const instance = world.instances.get(link.payment_instance_id);
  if (instance?.status === 'suspended') return 'instance_suspended';
  if (instance?.acceptance_status !== 'ready') return 'instance_not_ready';
  if (link.form_id !== null && world.forms.get(link.form_id)?.status !== 'published') return 'form_unpublished';
  if (link.usage_mode === 'time_window' && timeOf(world) < (link.starts_at ?? '')) return 'not_started';
  return null;
}
