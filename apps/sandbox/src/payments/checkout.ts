import { STORAGE_PREFIX } from '../files/storage.ts';
import type { Brand } from '../model/kyc-records.ts';
import type { Centimes } from '../model/money.ts';
import { type NotPayableReason, whyNotPayable } from '../model/payability.ts';
import type { Form, Link } from '../model/records.ts';
import { TRADER } from '../model/seed.ts';
import type { V2Link, V2LinkStatus } from '../model/v2-records.ts';
import { findLink, findLinkBySlug, type World } from '../model/world.ts';

/** The payment that the page asks for, for a link of either API. Valid at the instant of its creation. */
export interface Checkout {
  readonly api: 'ext' | 'v2';
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string | null;
  readonly logo: string | null;
  readonly merchant: string;
  /** `null` if the payer chooses the amount, within the link’s bounds. */
  readonly amount: Centimes | null;
  readonly min: Centimes | null;
  readonly max: Centimes | null;
  /** The payers who may pay, in the merchant’s spelling. `null` allows any payer. */
  readonly allowedPayers: readonly string[] | null;
  /** The page’s question about the payer. With `optional` the payer may stay anonymous. */
  readonly customer: 'not_asked' | 'required' | 'optional';
  readonly form: Form | null;
  /** `true` if the page offers a retry after a failed payment. */
  readonly showsRetry: boolean;
  readonly notPayable: NotPayableReason | null;
  readonly opensAt: string | null;
}

/** The checkout of the link with a public name. */
export function findCheckout(world: World, slug: string): Checkout | undefined {
  const v2 = world.v2LinksBySlug.get(slug);
  if (v2 !== undefined) return createV2Checkout(world, v2);
  const link = findLinkBySlug(world, slug);
  return link && createExtCheckout(world, link);
}

/** The checkout of the link with an id. */
export function findCheckoutById(world: World, id: string): Checkout | undefined {
  const v2 = world.v2Links.get(id);
  if (v2 !== undefined) return createV2Checkout(world, v2);
  const link = findLink(world, id);
  return link && createExtCheckout(world, link);
}

function createExtCheckout(world: World, link: Link): Checkout {
  const notPayable = whyNotPayable(world, link);
  return {
    api: 'ext',
    id: link.id,
    slug: link.slug,
    title: link.title,
    description: link.description,
    logo: logoOf(world, link),
    merchant: brandOf(world, link)?.name ?? TRADER.name,
    amount: link.amount,
    min: link.min_amount,
    max: link.max_amount,
    allowedPayers: link.usage_mode === 'whitelist' ? (link.allowed_payers ?? []) : null,
    customer: 'not_asked',
    form: link.form_id === null ? null : (world.forms.get(link.form_id) ?? null),
    showsRetry: true,
    notPayable,
    opensAt: notPayable === 'not_started' ? link.starts_at : null,
  };
}

function brandOf(world: World, link: Link): Brand | undefined {
  const instance = world.instances.get(link.payment_instance_id);
  return instance && world.brands.get(instance.brand_id);
}

/** The URL of the instance’s logo, or of its brand’s logo. */
function logoOf(world: World, link: Link): string | null {
  const path = world.instances.get(link.payment_instance_id)?.logo ?? brandOf(world, link)?.logo ?? null;
  return path === null ? null : `${STORAGE_PREFIX}/${path}`;
}

const REASONS: Readonly<Record<V2LinkStatus, NotPayableReason | null>> = {
  active: null,
  inactive: 'paused',
  closed: 'exhausted',
  expired: 'expired',
};

/** A checkout for a v2 link, which has no bounds, forms or payer lists. It asks for the payer unless its settings disable that. */
function createV2Checkout(world: World, link: V2Link): Checkout {
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
