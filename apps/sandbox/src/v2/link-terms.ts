import { randomUUID } from 'node:crypto';

import { createSlug, isSlugTaken } from '../model/slug.ts';
import { remainingPayments } from '../model/v2-link-lifecycle.ts';
import type { V2Link } from '../model/v2-records.ts';
import { timeOf, type World } from '../model/world.ts';
import { type LinkChange, type NewLink, UDFS, parseLinkChange, parseNewLink } from './link-fields.ts';
import { type FieldErrors, forbidden, invalidFields } from './problem.ts';

type Fields = Readonly<Record<string, unknown>>;

const TAKEN = 'The slug has already been taken.';
const AMOUNT_REQUIRED = 'The amount field is required when type is dynamic.';
/** The messages that the reference prints. */
const DOCUMENTED = [TAKEN, AMOUNT_REQUIRED];

/** Creates the link that a `links/store` asks for, without adding it to the world. Throws a 422 that names every invalid field. */
export function createLink(world: World, fields: Fields): V2Link {
  const { link: asked, errors } = parseNewLink(fields);
  for (const [name, messages] of Object.entries(contradictions(world, fields))) errors[name] ??= messages;
  if (asked === null || Object.keys(errors).length > 0) throw invalid(errors);
  const now = timeOf(world);
  const mode = asked.payment_mode ?? 'reusable';
  return {
    id: randomUUID(),
    mytpe_pay_id: asked.mytpe_pay_id,
    title: asked.title,
    details: asked.details ?? null,
    slug: asked.slug ?? createSlug(world, asked.title),
    type: asked.type,
    amount: asked.type === 'dynamic' ? asked.amount! : null,
    status: 'active',
    logo: null,
    payment_mode: mode,
    max_payments: mode === 'limited' ? asked.max_payments! : null,
    successful_payments_count: 0,
    collected_amount: 0,
    metadata: asked.metadata ?? {},
    settings: {
      show_retry_button: asked.settings?.show_retry_button ?? true,
      allow_anonymous: asked.settings?.allow_anonymous ?? false,
    },
    udfs: sentUdfs(asked),
    inactivity_timeout_minutes: asked.inactivity_timeout_minutes ?? null,
    last_activity_at: null,
    created_at: now,
    updated_at: now,
  };
}

function contradictions(
  world: World,
  { type, amount, payment_mode, max_payments, slug, mytpe_pay_id }: Fields,
): FieldErrors {
  const errors: FieldErrors = {};
  if (type === 'dynamic' && amount === undefined) errors['amount'] = [AMOUNT_REQUIRED];
  if (type === 'dynamic' && payment_mode === 'limited' && max_payments === undefined) {
    errors['max_payments'] = ['The max payments field is required when payment mode is limited.'];
  }
  if (typeof slug === 'string' && isSlugTaken(world, slug)) errors['slug'] = [TAKEN];
  const instance = world.v2Instances.get(String(mytpe_pay_id));
  if (instance === undefined) errors['mytpe_pay_id'] = ['The selected mytpe pay id is invalid.'];
  else if (instance.status !== 'active') {
    errors['mytpe_pay_id'] = [
      `The mytpe pay instance is ${instance.status}. Only an active instance can have new links.`,
    ];
  }
  return errors;
}

/** Changes a link as `links/update` asks. Throws without a change when the link’s mode or status forbids it. */
export function updateLink(world: World, link: V2Link, fields: Fields): void {
  refuseState(link);
  const asked = parseLinkChange(fields);
  const errors = changeErrors(link, asked);
  if (Object.keys(errors).length > 0) throw invalidFields(errors);
  if (link.status === 'closed' && asked.max_payments === undefined) {
    throw forbidden('A closed limited link changes only with a higher max_payments, which reopens it.');
  }
  if (link.status === 'closed') link.status = 'active';
  link.title = asked.title ?? link.title;
  link.details = asked.details ?? link.details;
  if (link.type === 'dynamic') link.amount = asked.amount ?? link.amount;
  if (link.payment_mode === 'limited') link.max_payments = asked.max_payments ?? link.max_payments;
  link.metadata = asked.metadata ?? link.metadata;
  // The reference documents a merge: settings that are not sent stay.
  link.settings.show_retry_button = asked.settings?.show_retry_button ?? link.settings.show_retry_button;
  link.settings.allow_anonymous = asked.settings?.allow_anonymous ?? link.settings.allow_anonymous;
  link.inactivity_timeout_minutes = asked.inactivity_timeout_minutes ?? link.inactivity_timeout_minutes;
  link.udfs = sentUdfs(asked) ?? link.udfs;
  link.updated_at = timeOf(world);
}

function changeErrors(link: V2Link, asked: LinkChange): FieldErrors {
  const errors: FieldErrors = {};
  for (const name of ['type', 'payment_mode'] as const) {
    if (asked[name] === undefined || asked[name] === link[name]) continue;
    errors[name] = [`The ${name.replace('_', ' ')} field cannot change. Create another link instead.`];
  }
  const paid = link.successful_payments_count;
  if (link.payment_mode === 'limited' && asked.max_payments !== undefined && asked.max_payments <= paid) {
    errors['max_payments'] = [`The max payments field must be over ${paid}, the payments already made.`];
  }
  return errors;
}

function refuseState(link: V2Link): void {
  if (link.payment_mode === 'one_shot') throw forbidden('A one_shot link cannot be updated. Create another one.');
  if (link.status === 'expired') throw forbidden('An expired link is final. Create another one.');
  if (link.status === 'closed' && remainingPayments(link) === null) throw forbidden('A closed link cannot be updated.');
}

function sentUdfs(asked: Partial<NewLink>): V2Link['udfs'] {
  const sent = UDFS.flatMap((name) => (asked[name] === undefined ? [] : [[name, { value: asked[name] }] as const]));
  return sent.length === 0 ? null : Object.fromEntries(sent);
}

function invalid(errors: FieldErrors): Error {
  const isDocumented = Object.values(errors)
    .flat()
    .every((message) => DOCUMENTED.includes(message));
  return isDocumented ? invalidFields(errors, null) : invalidFields(errors);
}
