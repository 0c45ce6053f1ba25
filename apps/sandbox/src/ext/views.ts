import { publicUrl } from '../files/storage.ts';
import type { Activation } from '../model/kyc-records.ts';
import { formatCentimes } from '../model/money.ts';
import { shapePayers } from '../model/payer.ts';
import type { Instance, Link } from '../model/records.ts';
import { SEEDED_IDS, TRADER } from '../model/seed.ts';
import { formatTimestamp } from '../model/timestamp.ts';
import type { World } from '../model/world.ts';

/** The path of the page where a trader pays the fee of an instance, below the sandbox’s address. */
export const GATEWAY_PREFIX = '/gateway';
/** The fee in the reference’s sample. */
export const ACTIVATION_FEE = '3000.00';

/** `GET /me`. */
export function traderView(): object {
  return { ...TRADER, created_at: formatTimestamp(TRADER.created_at) };
}

/** An instance as a list item. It has ids only, because the reference includes nested records "when loaded". */
export function instanceListView(instance: Instance, baseUrl: string): object {
  return {
    id: instance.id,
    user_id: SEEDED_IDS.trader,
    title: instance.title,
    logo: publicUrl(instance.logo, baseUrl),
    status: instance.status,
    acceptance_status: instance.acceptance_status,
    acceptance_reason: instance.acceptance_reason,
    identification_id: instance.identification_id,
    brand_id: instance.brand_id,
    bank_account_id: instance.bank_account_id,
    created_at: formatTimestamp(instance.created_at),
    updated_at: formatTimestamp(instance.updated_at),
  };
}

/** A single instance, with its nested records. */
export function instanceView(world: World, instance: Instance, baseUrl: string): object {
  const named = (item: { id: string; name: string } | undefined) => item && { id: item.id, name: item.name };
  const account = world.bankAccounts.get(instance.bank_account_id);
  return {
    ...instanceListView(instance, baseUrl),
    identification: named(world.identifications.get(instance.identification_id)) ?? null,
    brand: named(world.brands.get(instance.brand_id)) ?? null,
    bank_account: account
      ? { id: account.id, account_number: account.account_number, bank_code: account.account_number.slice(0, 3) }
      : null,
  };
}

/** The response to the creation of an instance: its fee transaction. The instance does not exist yet. */
export function activationView({ id, payment_method }: Activation, baseUrl: string): object {
  return {
    transaction_id: id,
    status: 'processing',
    payment_method,
    amount: ACTIVATION_FEE,
    currency: 'DZD',
    form_url: payment_method === 'online' ? `${baseUrl}${GATEWAY_PREFIX}/${id}` : null,
  };
}

/** The response to `POST /links`: the documented part of the object only. */
export function createdLinkView(link: Link): object {
  return {
    id: link.id,
    slug: link.slug,
    title: link.title,
    amount_mode: link.amount_mode,
    amount: money(link.amount),
    currency: link.currency,
    usage_mode: link.usage_mode,
    status: link.status,
    paid_count: link.paid_count,
    total_collected: formatCentimes(link.total_collected),
    metadata: link.metadata,
  };
}

/** A link as a list item: all fields except `allowed_payers`, which the reference includes "when loaded". */
export function linkListView(link: Link): object {
  return {
    ...createdLinkView(link),
    payment_instance_id: link.payment_instance_id,
    form_id: link.form_id,
    description: link.description,
    logo: null,
    min_amount: money(link.min_amount),
    max_amount: money(link.max_amount),
    max_uses: link.max_uses,
    // The reference types this amount as a number, and every other amount as a string.
    target_amount: link.target_amount === null ? null : link.target_amount / 100,
    starts_at: time(link.starts_at),
    ends_at: time(link.ends_at),
    expires_at: time(link.expires_at),
    created_at: formatTimestamp(link.created_at),
    updated_at: formatTimestamp(link.updated_at),
  };
}

/** A single link. */
export function linkView({ allowedPayersShape }: World, link: Link): object {
  return { ...linkListView(link), allowed_payers: shapePayers(link.allowed_payers ?? [], allowedPayersShape) };
}

function money(value: number | null): string | null {
  return value === null ? null : formatCentimes(value);
}

function time(value: string | null): string | null {
  return value === null ? null : formatTimestamp(value);
}
