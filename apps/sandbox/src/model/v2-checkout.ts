import type { Checkout } from './checkout.ts';
import type { NotPayableReason } from './payability.ts';
import type { V2Link, V2LinkStatus } from './v2-records.ts';
import type { World } from './world.ts';

const REASONS: Readonly<Record<V2LinkStatus, NotPayableReason | null>> = {
  active: null,
  inactive: 'paused',
  closed: 'exhausted',
  expired: 'expired',
};

/** A v2 link knows neither bounds nor forms nor lists of payers; it asks who pays unless its settings say otherwise. */
export function createV2Checkout(world: World, link: V2Link): Checkout {
  const instance = world.v2Instances.get(link.mytpe_pay_id);
  return {
    api: 'v2',
    id: link.id,
    slug: link.slug,
    title: link.title,
    description: link.details,
    logo: link.logo ?? instance?.logo ?? null,
    merchant: instance?.name ?? '',
    amount: link.amount,
    min: null,
    max: null,
    allowedPayers: null,
    customer: link.settings.allow_anonymous ? 'optional' : 'required',
    form: null,
    showsRetry: link.settings.show_retry_button,
    notPayable: whyV2NotPayable(world, link),
    opensAt: null,
  };
}

function whyV2NotPayable(world: World, link: V2Link): NotPayableReason | null {
  const instance = world.v2Instances.get(link.mytpe_pay_id)?.status;
  if (link.status !== 'active') return REASONS[link.status];
  if (instance === 'inactive' || instance === 'refused') return 'instance_suspended';
  return instance === 'active' ? null : 'instance_not_ready';
}
