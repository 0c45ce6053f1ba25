import { STORAGE_PREFIX } from '../files/storage.ts';
import type { Brand } from '../model/kyc-records.ts';
import type { Centimes } from '../model/money.ts';
import { type NotPayableReason, whyNotPayable } from '../model/payability.ts';
import type { Form, Link } from '../model/records.ts';
import { TRADER } from '../model/seed.ts';
import type { V2Link, V2LinkStatus } from '../model/v2-records.ts';
import { findLink, findLinkBySlug, type World } from '../model/world.ts';

/** What a payer is asked for, whichever API the link came from; true for the instant at which it was made. */
export interface Checkout {
  readonly api: 'ext' | 'v2';
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string | null;
  readonly logo: string | null;
  readonly merchant: string;
  /** `null`: the payer chooses, within the bounds there are. */
  readonly amount: Centimes | null;
  readonly min: Centimes | null;
  readonly max: Centimes | null;
  /** Who may pay, as the merchant spelled them; `null` for anybody. */
  readonly allowedPayers: readonly string[] | null;
  /** Whether the page asks who pays. `optional` lets the payer stay anonymous. */
  readonly customer: 'not_asked' | 'required' | 'optional';
  readonly form: Form | null;
  /** Whether a payment that failed offers another try. */
  readonly showsRetry: boolean;
  readonly notPayable: NotPayableReason | null;
  readonly opensAt: string | null;
}

/** The checkout at a public name. */
export function findCheckout(world: World, slug: string): Checkout | undefined {
  const v2 = world.v2LinksBySlug.get(slug);
  if (v2 !== undefined) return createV2Checkout(world, v2);
  const link = findLinkBySlug(world, slug);
  return link && createExtCheckout(world, link);
}

/** The checkout of a link named by its id. */
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

/** The instance's own logo, else its brand's, as the page fetches it. */
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

/** A v2 link knows neither bounds nor forms nor lists of payers; it asks who pays unless its settings say otherwise. */
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
