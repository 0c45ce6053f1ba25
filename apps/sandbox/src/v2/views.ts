import { formatCentimes } from '../model/money.ts';
import { formatTimestamp } from '../model/timestamp.ts';
import { inactivityTimeout, paymentStatus, remainingPayments } from '../model/v2-link-lifecycle.ts';
import type { V2Instance, V2Link } from '../model/v2-records.ts';

/** The response to a create: the keys of the documented sample, in its order. Its times have three fraction digits. */
export function createdLinkView(link: V2Link, baseUrl: string): object {
  return {
    mytpe_pay_id: link.mytpe_pay_id,
    title: link.title,
    details: link.details,
    slug: link.slug,
    type: link.type,
    amount: money(link.amount),
    status: link.status,
    logo: address(link.logo, baseUrl),
    payment_mode: link.payment_mode,
    max_payments: link.max_payments,
    successful_payments_count: link.successful_payments_count,
    metadata: link.metadata,
    id: link.id,
    updated_at: link.updated_at,
    created_at: link.created_at,
    payment_link: `${baseUrl}/pay/${link.slug}`,
    payment_status: paymentStatus(link),
    remaining_payments: remainingPayments(link),
  };
}

/** A single link. */
export function linkView(link: V2Link, instance: V2Instance | undefined, baseUrl: string): object {
  const { minutes, source } = inactivityTimeout(link, instance);
  return {
    ...createdLinkView(link, baseUrl),
    collected_amount: formatCentimes(link.collected_amount),
    udfs: link.udfs,
    inactivity_timeout_minutes: link.inactivity_timeout_minutes,
    effective_inactivity_timeout_minutes: minutes,
    inactivity_timeout_source: source,
    last_activity_at: link.last_activity_at,
  };
}

/** Notes on the parts that the reference does not document for this kind of link. */
export function undocumentedIn({ type, payment_mode, status }: V2Link): string[] {
  const notes = [];
  if (type === 'static') notes.push('The amount of a static link is not documented: the sandbox returns null.');
  if (payment_mode !== 'one_shot' && status !== 'active') {
    notes.push(
      `The payment_status of a ${payment_mode} link that is ${status} is not documented: the sandbox returns its status.`,
    );
  }
  return notes;
}

/** A link as a list item, without its `payment_link`, as documented. */
export function linkListView(link: V2Link, instance: V2Instance | undefined, baseUrl: string): object {
  const { payment_link: _address, ...item } = linkView(link, instance, baseUrl) as { payment_link: string };
  return item;
}

/** The response to an update. */
export function updatedLinkView(link: V2Link): object {
  return {
    id: link.id,
    title: link.title,
    amount: money(link.amount),
    status: link.status,
    payment_mode: link.payment_mode,
    max_payments: link.max_payments,
    successful_payments_count: link.successful_payments_count,
    remaining_payments: remainingPayments(link),
  };
}

/** An instance as both lists show it. */
export function instanceView(instance: V2Instance, baseUrl: string): object {
  const {
    default_inactivity_timeout_minutes: _minutes,
    webhook_url: _url,
    webhook_secret: _secret,
    ...shown
  } = instance;
  return {
    ...shown,
    logo: address(instance.logo, baseUrl),
    created_at: formatTimestamp(instance.created_at),
    updated_at: formatTimestamp(instance.updated_at),
  };
}

/** The URL of a file’s path in the sandbox. */
export function address(path: string | null, baseUrl: string): string | null {
  return path === null ? null : `${baseUrl}${path}`;
}

function money(value: number | null): string | null {
  return value === null ? null : formatCentimes(value);
}
