import { isTerminal } from '../model/link-lifecycle.ts';
import { formatCentimes } from '../model/money.ts';
import { isChargeable } from '../model/payability.ts';
import { type AllowedPayersShape, shapePayers } from '../model/payer.ts';
import type { Link, LinkTerms } from '../model/records.ts';
import { timeOf, type World } from '../model/world.ts';
import { fieldErrors, refuse } from './fields.ts';
import { LINK_FIELDS } from './link-fields.ts';
import { contradictions, fieldsOfOtherModes } from './link-rules.ts';
import { type FieldErrors, invalidFields } from './problem.ts';

const FIELD_NAMES = Object.keys(LINK_FIELDS.string.shape) as (keyof LinkTerms)[];
/** The fields that a merchant may still change after the first payment. */
const ALWAYS_EDITABLE: readonly (keyof LinkTerms)[] = ['title', 'description', 'metadata'];

/** The terms of a `POST /links`. Throws a 422 that names every invalid field. */
export function parseNewTerms(body: unknown, world: World): LinkTerms {
  const terms = parseFields(requestObject(body), world.allowedPayersShape);
  refuse(termErrors(terms, world));
  return terms;
}

/** The link’s terms after a `PUT`. Fields that are not sent stay, unless they do not belong to the new modes. */
export function parseChangedTerms(body: unknown, link: Link, world: World): LinkTerms {
  const sent = requestObject(body);
  const candidate: Record<string, unknown> = { ...asRequest(link, world.allowedPayersShape), ...sent };
  for (const field of fieldsOfOtherModes(candidate)) if (!(field in sent)) delete candidate[field];
  const terms = parseFields(candidate, world.allowedPayersShape);
  const changed = FIELD_NAMES.filter((field) => JSON.stringify(terms[field]) !== JSON.stringify(link[field]));
  refuseFrozen(link, changed);
  // An ended window or a suspended instance must not prevent a new title.
  if (changed.some((field) => !ALWAYS_EDITABLE.includes(field))) refuse(termErrors(terms, world));
  return terms;
}

/** Throws a 422 if the link may not become active because of its instance, its form or its dates. */
export function requireChargeable(link: Link, world: World): void {
  refuse(termErrors(link, world));
}

/** The fields of a body that the API does not know. The call log notes them; the request succeeds. */
export function ignoredFields(body: unknown): string[] {
  return Object.keys(requestObject(body)).filter((field) => !(FIELD_NAMES as string[]).includes(field));
}

function requestObject(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw invalidFields({ body: ['The body must be a JSON object.'] });
}

function parseFields(candidate: Record<string, unknown>, shape: AllowedPayersShape): LinkTerms {
  const parsed = LINK_FIELDS[shape].safeParse(candidate);
  if (!parsed.success) throw invalidFields(fieldErrors(parsed.error.issues));
  return parsed.data;
}

function termErrors(terms: LinkTerms, world: World): FieldErrors {
  return { ...contradictions(terms, timeOf(world)), ...missingBacking(terms, world) };
}

function missingBacking(terms: LinkTerms, world: World): FieldErrors {
  const errors: FieldErrors = {};
  const instance = world.instances.get(terms.payment_instance_id);
  if (instance === undefined) errors['payment_instance_id'] = ['No payment instance has this id.'];
  else if (!isChargeable(instance)) {
    const state = `${instance.acceptance_status} and ${instance.status}`;
    errors['payment_instance_id'] = [
      `The payment instance cannot take payments: it is ${state}, and must be ready and active.`,
    ];
  }
  const form = terms.form_id === null ? null : world.forms.get(terms.form_id);
  if (form === undefined) errors['form_id'] = ['No form has this id.'];
  else if (form !== null && form.status !== 'published') {
    errors['form_id'] = [`Only a published form may be attached. This form is ${form.status}.`];
  }
  return errors;
}

function refuseFrozen(link: Link, changed: readonly (keyof LinkTerms)[]): void {
  if (link.paid_count === 0 && !isTerminal(link.status)) return;
  const why = link.paid_count > 0 ? 'once the link has been paid' : `once the link is ${link.status}`;
  const frozen = changed.filter((field) => !ALWAYS_EDITABLE.includes(field));
  const message = (field: string): string[] => [`The ${field} cannot change ${why}. Create another link instead.`];
  const assumed = 'The reference documents only amount_mode and amount as immutable, and only after a payment.';
  refuse(Object.fromEntries(frozen.map((field) => [field, message(field)])), assumed);
}

/** The link’s terms in the spelling of a request. */
function asRequest(link: Link, shape: AllowedPayersShape): Record<string, unknown> {
  const terms: Record<string, unknown> = Object.fromEntries(FIELD_NAMES.map((field) => [field, link[field]]));
  terms['allowed_payers'] = link.allowed_payers && shapePayers(link.allowed_payers, shape);
  for (const field of ['amount', 'min_amount', 'max_amount', 'target_amount'] as const) {
    terms[field] = link[field] === null ? null : formatCentimes(link[field]);
  }
  return terms;
}
